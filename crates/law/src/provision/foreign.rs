//! Third parties in foreign countries: the bases of 法28条, what is told before consent, and the yearly check.

use jiff::civil::{Date, date};

use super::Basis;
use crate::calendar::CalendarError;
use crate::calendar::count::{Count, Period};
use crate::listed::listed;
use crate::reasoning::{Finding, Step};
use crate::statute::{Article, Law, Periods};
use crate::text::Text;

const FOREIGN: Article = Article::of(Law::Appi, 28);
const TOLD_BEFORE: Article = Article::of(Law::AppiRules, 17).paragraph(2);
const EQUIVALENT: Article = Article::of(Law::AppiRules, 16);
const THIRD_PARTY: Article = Article::section(Law::ForeignGuideline, "2-2");
const ON_REQUEST: Article = Article::of(Law::AppiRules, 18).paragraph(3);

listed! {
    /// What is told to the person before consent (規則17条2項).
    pub enum ConsentInformation in "law::provision::foreign::ConsentInformation" {
        Country => ("country", "外国の名称", "name of the country", TOLD_BEFORE.item(1)),
        System => ("system", "その国の個人情報の保護に関する制度", "the country's system of protection", TOLD_BEFORE.item(2)),
        Measures => ("measures", "提供先が講ずる措置", "measures of the recipient", TOLD_BEFORE.item(3)),
    }
}

listed! {
    /// What is told on request about a recipient with an equivalent system (規則18条3項).
    pub enum RequestInformation in "law::provision::foreign::RequestInformation" {
        Setup => ("setup", "体制を整備する方法", "how the system is set up", ON_REQUEST.item(1)),
        Outline => ("outline", "相当措置の概要", "outline of the measures", ON_REQUEST.item(2)),
        Check => ("check", "確認の頻度及び方法", "frequency and way of the check", ON_REQUEST.item(3)),
        Country => ("country", "外国の名称", "name of the country", ON_REQUEST.item(4)),
        ForeignRules => ("foreign_rules", "相当措置に影響しうる外国の制度の有無及び概要", "foreign rules that may affect the measures", ON_REQUEST.item(5)),
        Trouble => ("trouble", "相当措置の実施に関する支障の有無及び概要", "trouble with the measures", ON_REQUEST.item(6)),
        Remedy => ("remedy", "支障に関して講ずる措置の概要", "what is done about the trouble", ON_REQUEST.item(7)),
    }
}

/// What makes a foreign recipient acceptable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Abroad, but no third party in a foreign country.
    NotForeign(NotForeign),
    /// In a designated country: a member of the EU or the European Economic Area, or the United Kingdom.
    DesignatedCountry,
    /// With a system equivalent to the Act, checked last on a day.
    EquivalentSystem {
        /// What makes the system equivalent, once known.
        kind: Option<EquivalentSystem>,
        /// When the measures and the country's rules were last checked.
        checked_on: Option<Date>,
    },
    /// Neither: the person's consent to provision abroad is needed, with this told before it.
    Other {
        /// Whether the person consented to provision to a third party abroad.
        is_consented: bool,
        /// What was told before consent, or said to be unknown with the reason.
        told: Vec<ConsentInformation>,
    },
}

listed! {
    /// What makes a recipient's system equivalent (規則16条).
    pub enum EquivalentSystem in "law::provision::foreign::EquivalentSystem" {
        Contract => ("contract", "契約による措置の確保", "a contract that secures the measures", EQUIVALENT.item(1)),
        GroupRules => ("group_rules", "企業グループの内規による措置の確保", "rules of the group that secure the measures", EQUIVALENT.item(1)),
        Certification => ("certification", "国際的な枠組みに基づく認定(APEC CBPRなど)", "recognition under an international framework such as APEC CBPR", EQUIVALENT.item(2)),
    }
}

listed! {
    /// A recipient abroad that is no third party in a foreign country (GL 外国編 2-2).
    pub enum NotForeign in "law::provision::foreign::NotForeign" {
        OwnBranch => ("own_branch", "自社の外国の支店・営業所(法人格が同じ)", "the operator's own branch abroad, the same legal person", THIRD_PARTY),
        HandlesInJapan => ("handles_in_japan", "日本国内で個人情報データベース等を事業の用に供している外国法人", "a foreign company that uses a database for business in Japan", THIRD_PARTY),
    }
}

/// A foreign recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignPlan {
    /// Two-letter ISO code of the country, once known.
    pub country: Option<String>,
    /// What makes it acceptable.
    pub standing: Standing,
}

/// Two-letter codes of the designated countries (平成31年個人情報保護委員会告示1号).
const DESIGNATED: Periods<&[&str]> = Periods::since(
    date(2019, 1, 23),
    &[
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU",
        "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
        "SK",
    ],
);

impl ForeignPlan {
    /// Whether 法28条 still treats the recipient as foreign: not in a designated country or with an equivalent system.
    ///
    /// ```
    /// use law::provision::{ForeignPlan, Standing};
    /// assert!(!ForeignPlan { country: None, standing: Standing::DesignatedCountry }.needs_foreign_consent());
    /// ```
    #[must_use]
    pub const fn needs_foreign_consent(&self) -> bool {
        matches!(self.standing, Standing::Other { .. })
    }
}

/// Whether a country, by its two-letter ISO code, is designated as of a day (法28条1項; 平成31年個人情報保護委員会告示1号).
///
/// ```
/// use jiff::civil::date;
/// use law::provision::foreign::is_designated;
/// let now = date(2026, 4, 1);
/// assert!(is_designated("FR", now) && is_designated("gb", now));
/// assert!(!is_designated("US", now));
/// ```
#[must_use]
pub fn is_designated(country: &str, as_of: Date) -> bool {
    DESIGNATED.on(as_of).contains(&country.to_ascii_uppercase().as_str())
}

/// Until when the next check of an equivalent system is due: about once a year (規則18条1項; GL 外国編 6-1).
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::provision::foreign::next_check(date(2026, 4, 1))?, date(2027, 4, 1));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::PastEnd`] past the last day a date can hold.
pub fn next_check(checked_on: Date) -> Result<Date, CalendarError> {
    Count::first_day_out(Period::Years(1)).unshifted(checked_on)
}

/// What 法28条 makes of a foreign recipient beside the ordinary basis.
pub(super) fn decide(plan: &ForeignPlan, basis: Basis, as_of: Date) -> (Vec<Step>, Vec<Finding>) {
    if basis.is_exception() {
        let text = Text::fixed(
            "27条1項各号に当たるため、外国への提供の同意は要らない",
            "an exception of article 27(1) needs no consent for abroad",
        );
        return (vec![Step::new(text, &[FOREIGN.paragraph(1)])], Vec::new());
    }
    match &plan.standing {
        Standing::NotForeign(case) => not_foreign(*case),
        Standing::DesignatedCountry => {
            let text = Text::fixed(
                "指定国(EU・EEA、英国)のため国内の第三者と同じに扱う",
                "a designated country (EU, EEA, United Kingdom): as a third party in Japan",
            );
            let notice = Article::whole(Law::CountryNotice);
            let findings = undesignated(plan, as_of).into_iter().collect();
            (vec![Step::new(text, &[FOREIGN.paragraph(1), notice])], findings)
        }
        Standing::EquivalentSystem { kind, checked_on } => equivalent(*kind, *checked_on, as_of),
        Standing::Other { is_consented, told } => other(*is_consented, told, as_of),
    }
}

/// Speaks against a standing that the named country does not have.
fn undesignated(plan: &ForeignPlan, as_of: Date) -> Option<Finding> {
    let country = plan.country.as_deref().filter(|country| !is_designated(country, as_of))?;
    let message = Text::new(
        format!("{country}は指定国(EU・EEA、英国)ではありません"),
        format!("{country} is no designated country (EU, EEA, United Kingdom)"),
    );
    Some(Finding::block("foreign.country", message, Article::whole(Law::CountryNotice)))
}

fn not_foreign(case: NotForeign) -> (Vec<Step>, Vec<Finding>) {
    let name = case.name();
    let text = Text::new(
        format!("「{}」は外国にある第三者に当たらない", name.ja),
        format!("no third party in a foreign country: {}", name.en),
    );
    let mut steps = vec![Step::new(text, &[FOREIGN.paragraph(1), case.article()])];
    if case == NotForeign::OwnBranch {
        let text = Text::fixed(
            "同じ法人の中なので第三者提供に当たらない。外的環境の把握など安全管理は要る",
            "within one legal person it is no provision to a third party; security, the foreign system included, is needed",
        );
        steps.push(Step::new(text, &[Article::of(Law::Appi, 23)]));
    }
    (steps, Vec::new())
}

fn equivalent(
    kind: Option<EquivalentSystem>,
    checked_on: Option<Date>,
    as_of: Date,
) -> (Vec<Step>, Vec<Finding>) {
    let text = Text::fixed(
        "基準適合体制のある提供先。年1回程度の確認と、求めに応じた情報提供が要る",
        "a recipient with an equivalent system: check about once a year and inform on request",
    );
    let rule = kind.map_or(EQUIVALENT, EquivalentSystem::article);
    let step = Step::new(text, &[FOREIGN.paragraph(3), rule, Article::of(Law::AppiRules, 18)]);
    let next = checked_on.and_then(|day| next_check(day).ok());
    let message = match next {
        None => Text::fixed(
            "提供先の措置と外国の制度をまだ確認していません",
            "the recipient's measures and the country's rules have not been checked",
        ),
        Some(due) if due < as_of => Text::new(
            format!("確認の期限{due}を過ぎています。確認できなければ提供を止めてください"),
            format!("the check was due on {due}; stop the provision if it cannot be made"),
        ),
        Some(_) => return (vec![step], Vec::new()),
    };
    let finding =
        Finding::warn("foreign.checked_on", message, Article::of(Law::AppiRules, 18).paragraph(1));
    (vec![step], vec![finding])
}

fn other(
    is_consented: bool,
    told: &[ConsentInformation],
    as_of: Date,
) -> (Vec<Step>, Vec<Finding>) {
    let text = Text::fixed(
        "外国にある第三者への提供を認める旨の同意が要る",
        "consent to provision to a third party in a foreign country is needed",
    );
    let mut findings = Vec::new();
    if !is_consented {
        let message = Text::fixed(
            "外国への提供について本人の同意がありません",
            "the person has not consented to provision abroad",
        );
        findings.push(Finding::block("foreign.consent", message, FOREIGN.paragraph(1)));
    }
    let required = ConsentInformation::in_force(as_of).into_iter();
    findings.extend(required.filter(|item| !told.contains(item)).map(|item| {
        let name = item.name();
        let message = Text::new(
            format!(
                "同意の前に「{}」を伝えてください。分からなければその旨と理由を伝えます",
                name.ja
            ),
            format!("before consent, tell: {}; if it is unknown, say so and why", name.en),
        );
        Finding::block("foreign.told", message, item.article())
    }));
    (vec![Step::new(text, &[FOREIGN.paragraph(1), FOREIGN.paragraph(2)])], findings)
}
