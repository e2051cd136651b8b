//! Acquisition, use and notice of purpose: where consent or notice is needed, and the closed lists of exceptions (法18–21条).

use jiff::civil::{Date, date};

use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Dated, Law};
use crate::text::Text;

const USE: Article = Article::of(Law::Appi, 18).paragraph(3);
const ACQUISITION: Article = Article::of(Law::Appi, 20).paragraph(2);
const NOTICE: Article = Article::of(Law::Appi, 21).paragraph(4);
const CATEGORY: Article = Article::of(Law::Appi, 2).paragraph(3);
const CATEGORY_ORDER: Article = Article::of(Law::AppiOrder, 2);

listed! {
    /// What makes information special care-required.
    pub enum SpecialCare in "law::consent::SpecialCare" {
        Race => ("race", "人種", "race", CATEGORY),
        Creed => ("creed", "信条", "creed", CATEGORY),
        SocialStatus => ("social_status", "社会的身分", "social status", CATEGORY),
        MedicalHistory => ("medical_history", "病歴", "medical history", CATEGORY),
        CriminalRecord => ("criminal_record", "犯罪の経歴", "criminal record", CATEGORY),
        CrimeVictim => ("crime_victim", "犯罪により害を被った事実", "having suffered damage by a crime", CATEGORY),
        Disability => ("disability", "心身の機能の障害", "physical, intellectual or mental disability", CATEGORY_ORDER.item(1)),
        CheckupResult => ("checkup_result", "健康診断その他の検査の結果", "results of health check-ups and other tests", CATEGORY_ORDER.item(2)),
        MedicalCare => ("medical_care", "医師等による指導、診療又は調剤", "guidance, treatment or dispensing by doctors", CATEGORY_ORDER.item(3)),
        CriminalProcedure => ("criminal_procedure", "刑事事件に関する手続", "criminal procedure as suspect or defendant", CATEGORY_ORDER.item(4)),
        JuvenileProcedure => ("juvenile_procedure", "少年の保護事件に関する手続", "juvenile procedure", CATEGORY_ORDER.item(5)),
    }
}

listed! {
    /// A case in which special care-required information is acquired without consent.
    pub enum AcquisitionException in "law::consent::AcquisitionException" {
        Statute => ("statute", "法令に基づく場合", "based on law", ACQUISITION.item(1)),
        LifeBodyProperty => ("life_body_property", "人の生命、身体又は財産の保護", "protection of life, body or property", ACQUISITION.item(2)),
        PublicHealth => ("public_health", "公衆衛生の向上又は児童の健全な育成", "public health or sound growth of children", ACQUISITION.item(3)),
        StateCooperation => ("state_cooperation", "国の機関等への協力", "cooperation with the state", ACQUISITION.item(4)),
        ResearchOwn => ("research_own", "学術研究機関等が学術研究目的で取り扱う", "a research body for research", ACQUISITION.item(5)),
        ResearchJoint => ("research_joint", "学術研究機関等から共同研究で取得する", "from a research body in joint research", ACQUISITION.item(6)),
        Published => ("published", "本人、国、報道機関等により公開されている", "published by the person, the state, the press and the like", ACQUISITION.item(7)),
        PlainSight => ("plain_sight", "目視又は撮影により外形上明らか", "plain to sight or on a photograph", Article::of(Law::AppiOrder, 9).item(1)),
        WithinOperator => ("within_operator", "委託、承継又は共同利用による取得", "by entrustment, succession or joint use", Article::of(Law::AppiOrder, 9).item(2)),
    }
}

listed! {
    /// A case in which personal information is used beyond its purpose without consent.
    pub enum UseException in "law::consent::UseException" {
        Statute => ("statute", "法令に基づく場合", "based on law", USE.item(1)),
        LifeBodyProperty => ("life_body_property", "人の生命、身体又は財産の保護", "protection of life, body or property", USE.item(2)),
        PublicHealth => ("public_health", "公衆衛生の向上又は児童の健全な育成", "public health or sound growth of children", USE.item(3)),
        StateCooperation => ("state_cooperation", "国の機関等への協力", "cooperation with the state", USE.item(4)),
        ResearchOwn => ("research_own", "学術研究機関等が学術研究目的で取り扱う", "a research body for research", USE.item(5)),
        ResearchRecipient => ("research_recipient", "学術研究機関等に提供する", "provision to a research body", USE.item(6)),
    }
}

listed! {
    /// A case in which the purpose of use is not notified or published.
    pub enum NoticeException in "law::consent::NoticeException" {
        RightsHarmed => ("rights_harmed", "本人又は第三者の権利利益を害するおそれ", "harm to the person's or a third party's rights", NOTICE.item(1)),
        OperatorRights => ("operator_rights", "事業者の権利又は正当な利益を害するおそれ", "harm to the operator's rights or legitimate interests", NOTICE.item(2)),
        StateAffairs => ("state_affairs", "国の機関等の事務の遂行に支障", "hindrance to affairs of the state", NOTICE.item(3)),
        Evident => ("evident", "取得の状況からみて利用目的が明らか", "purpose evident from the circumstances", NOTICE.item(4)),
        Urgent => ("urgent", "人の生命、身体又は財産の保護のため緊急", "urgent need to protect life, body or property", Article::of(Law::Appi, 21).paragraph(2)),
    }
}

/// How personal information is acquired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AcquisitionWay {
    /// In writing from the person, on paper or on a web page (直接書面).
    DirectWriting,
    /// In another way.
    Other,
}

/// Who gives consent for a minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consenter {
    /// The person alone.
    Person,
    /// The person or the legal representative, as the child understands the matter.
    Either,
    /// The legal representative.
    Representative,
}

/// Whether 学術研究 exceptions and the numbering here are in force.
const LISTS: Dated<()> = Dated::since(date(2022, 4, 1), ());

/// Whether special care-required information may be acquired (法20条2項; GL 3-3-2).
///
/// Taking it in writing or orally from the person directly counts as consent under the guideline; a regulation may ask for more.
///
/// ```
/// use jiff::civil::date;
/// use law::consent::{AcquisitionException, acquire_special_care};
/// assert!(acquire_special_care(false, &[AcquisitionException::Statute], date(2026, 4, 1)).is_empty());
/// assert_eq!(acquire_special_care(false, &[], date(2026, 4, 1)).len(), 1);
/// ```
#[must_use]
pub fn acquire_special_care(
    is_consented: bool,
    exceptions: &[AcquisitionException],
    as_of: Date,
) -> Vec<Finding> {
    let message = Text::fixed(
        "要配慮個人情報の取得には、あらかじめ本人の同意が要ります(20条2項各号に当たる場合を除く)",
        "special care-required information needs the person's consent beforehand, unless an item of article 20(2) applies",
    );
    needed(
        "consent",
        is_consented || !exceptions.is_empty(),
        Finding::block("consent", message, ACQUISITION),
        as_of,
    )
}

/// Whether personal information may be used beyond its purpose (法18条1項・3項).
///
/// ```
/// use jiff::civil::date;
/// use law::consent::use_beyond_purpose;
/// assert!(use_beyond_purpose(true, &[], date(2026, 4, 1)).is_empty());
/// ```
#[must_use]
pub fn use_beyond_purpose(
    is_consented: bool,
    exceptions: &[UseException],
    as_of: Date,
) -> Vec<Finding> {
    let message = Text::fixed(
        "利用目的の達成に必要な範囲を超えるには、あらかじめ本人の同意が要ります(18条3項各号に当たる場合を除く)",
        "use beyond the purpose needs the person's consent beforehand, unless an item of article 18(3) applies",
    );
    let finding = Finding::block("consent", message, Article::of(Law::Appi, 18).paragraph(1));
    needed("consent", is_consented || !exceptions.is_empty(), finding, as_of)
}

/// Whether the purpose is told in time (法21条1項・2項・4項): beforehand in direct writing, otherwise promptly unless published.
///
/// The urgent case excuses direct writing only.
///
/// ```
/// use jiff::civil::date;
/// use law::consent::{AcquisitionWay, NoticeException, notify_purpose};
/// let found = notify_purpose(AcquisitionWay::Other, false, &[NoticeException::Urgent], date(2026, 4, 1));
/// assert_eq!(found.len(), 1);
/// ```
#[must_use]
pub fn notify_purpose(
    way: AcquisitionWay,
    is_told: bool,
    exceptions: &[NoticeException],
    as_of: Date,
) -> Vec<Finding> {
    let counts = |exception: &NoticeException| {
        way == AcquisitionWay::DirectWriting || *exception != NoticeException::Urgent
    };
    let (message, paragraph) = match way {
        AcquisitionWay::DirectWriting => (
            Text::fixed(
                "書面で直接取得するときは、あらかじめ利用目的を明示してください",
                "state the purpose beforehand when taking it in writing from the person",
            ),
            2,
        ),
        AcquisitionWay::Other => (
            Text::fixed(
                "取得したら、速やかに利用目的を通知するか公表してください(公表済みなら不要)",
                "after acquisition, notify or publish the purpose promptly, unless it is already published",
            ),
            1,
        ),
    };
    let finding =
        Finding::block("purpose_notice", message, Article::of(Law::Appi, 21).paragraph(paragraph));
    needed("purpose_notice", is_told || exceptions.iter().any(counts), finding, as_of)
}

fn needed(field: &'static str, is_met: bool, finding: Finding, as_of: Date) -> Vec<Finding> {
    let outside = Text::new(
        format!("{as_of}の時点の規定は収録していません"),
        format!("the rules of {as_of} are not held here"),
    );
    let mut findings = Vec::new();
    if !LISTS.holds_on(as_of) {
        findings.push(Finding::warn(field, outside, Article::whole(Law::Appi)).into_unverified());
    }
    findings.extend((!is_met).then_some(finding));
    findings
}

/// Who consents for a person of that age, in years (GL 2-16; the ages are from the Commission's Q&A and unverified).
///
/// ```
/// use law::consent::{Consenter, consenter};
/// assert_eq!(consenter(10), Consenter::Representative);
/// assert_eq!(consenter(14), Consenter::Either);
/// assert_eq!(consenter(16), Consenter::Person);
/// ```
#[must_use]
pub const fn consenter(age_years: u8) -> Consenter {
    match age_years {
        0..=11 => Consenter::Representative,
        12..=15 => Consenter::Either,
        _ => Consenter::Person,
    }
}

/// What to mind when a minor gives consent; it warns only, for the ages are unverified (GL 2-16).
///
/// ```
/// use law::consent::minor_consent;
/// assert!(minor_consent(10, false).is_some());
/// assert!(minor_consent(10, true).is_none());
/// assert!(minor_consent(20, false).is_none());
/// ```
#[must_use]
pub fn minor_consent(age_years: u8, by_representative: bool) -> Option<Finding> {
    if by_representative {
        return None;
    }
    let message = match consenter(age_years) {
        Consenter::Person => return None,
        Consenter::Either => Text::fixed(
            "12歳から15歳の本人の同意です。内容を理解できるか、法定代理人の同意が要るかを確かめてください",
            "consent of a person aged 12 to 15: see whether the child understands it or the representative must consent",
        ),
        Consenter::Representative => Text::fixed(
            "12歳未満の本人です。法定代理人の同意を得てください",
            "the person is under 12: obtain the legal representative's consent",
        ),
    };
    Some(
        Finding::warn("age_years", message, Article::section(Law::Guideline, "2-16"))
            .into_unverified(),
    )
}
