//! Safety measures as a checklist, with what a small operator may do instead (法23条; GL 10).

use jiff::civil::{Date, date};

use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Dated, Law, in_force};
use crate::text::Text;

const fn section(section: &'static str) -> Article {
    Article::section(Law::Guideline, section)
}

listed! {
    /// A safety measure of the guideline.
    pub enum Measure in "law::safety::Measure" {
        Policy => ("policy", "基本方針の策定", "basic policy", section("10-1")),
        Rules => ("rules", "個人データの取扱いに係る規律の整備", "handling rules for each phase", section("10-2")),
        Organization => ("organization", "組織体制の整備", "organization: officer, staff, scope, reporting", section("10-3(1)")),
        Operation => ("operation", "規律に従った運用", "operation by the rules, with records", section("10-3(2)")),
        Overview => ("overview", "取扱状況を確認する手段の整備", "means to see the handling state", section("10-3(3)")),
        Incidents => ("incidents", "漏えい等事案に対応する体制の整備", "readiness for incidents", section("10-3(4)")),
        Review => ("review", "取扱状況の把握及び安全管理措置の見直し", "check of the handling state and review", section("10-3(5)")),
        People => ("people", "従業者の教育と秘密保持", "training and secrecy of staff", section("10-4")),
        Areas => ("areas", "個人データを取り扱う区域の管理", "control of areas", section("10-5(1)")),
        Theft => ("theft", "機器及び電子媒体等の盗難等の防止", "prevention of theft of devices and media", section("10-5(2)")),
        Carrying => ("carrying", "電子媒体等を持ち運ぶ場合の漏えい等の防止", "carrying of media", section("10-5(3)")),
        Disposal => ("disposal", "個人データの削除及び機器、電子媒体等の廃棄", "irrecoverable deletion and disposal, with records", section("10-5(4)")),
        Access => ("access", "アクセス制御", "access control", section("10-6(1)")),
        Identification => ("identification", "アクセス者の識別と認証", "identification and authentication", section("10-6(2)")),
        Intrusion => ("intrusion", "外部からの不正アクセス等の防止", "prevention of intrusion and malware", section("10-6(3)")),
        SystemUse => ("system_use", "情報システムの使用に伴う漏えい等の防止", "prevention of leaks through use of the system", section("10-6(4)")),
        ForeignEnvironment => ("foreign_environment", "外的環境の把握", "knowing the foreign system where data is handled abroad", section("10-7"), from date(2022, 4, 1)),
    }
}

/// What decides whether an operator may follow the lighter examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// How many people work for it.
    pub employees: u32,
    /// The most persons in its databases on any day of the last six months.
    pub persons: u64,
    /// Whether it handles personal data for others.
    pub is_entrusted: bool,
    /// Whether it handles personal data abroad.
    pub handles_abroad: bool,
}

/// Up to how many employees and persons an operator is small.
const SMALL: [Dated<(u32, u64)>; 1] = [Dated::since(date(2017, 5, 30), (100, 5000))];

impl Operator {
    /// Whether the lighter examples for small operators are enough (GL 10, 中小規模事業者).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::safety::Operator;
    /// let clinic = Operator { employees: 20, persons: 3000, is_entrusted: false, handles_abroad: false };
    /// assert!(clinic.is_small(date(2026, 4, 1)));
    /// ```
    #[must_use]
    pub fn is_small(self, as_of: Date) -> bool {
        in_force(&SMALL, as_of).is_some_and(|(employees, persons)| {
            self.employees <= *employees && self.persons <= *persons && !self.is_entrusted
        })
    }
}

impl Measure {
    /// What a small operator may do instead, where the guideline gives a lighter example (GL 10).
    ///
    /// ```
    /// assert!(law::safety::Measure::Organization.lighter_example().is_some());
    /// ```
    #[must_use]
    pub const fn lighter_example(self) -> Option<Text> {
        Some(match self {
            Self::Rules => {
                Text::fixed("取扱いの基本的な方法を整備する", "set out the basic ways of handling")
            }
            Self::Organization => Text::fixed(
                "従業者が複数なら、責任者とその他の者を区分する",
                "with several staff, tell the responsible one from the others",
            ),
            Self::Operation | Self::Overview => Text::fixed(
                "責任者が、取扱いが規律に従っていることを確認する",
                "the responsible person sees that the rules are followed",
            ),
            Self::Incidents => Text::fixed(
                "漏えい等の際に責任者に報告する連絡体制を確認しておく",
                "settle how incidents are reported to the responsible person",
            ),
            Self::Review => {
                Text::fixed("責任者が定期的に点検する", "the responsible person checks regularly")
            }
            Self::Areas => Text::fixed(
                "権限のない者が容易に閲覧できないようにする",
                "keep data from the easy view of others",
            ),
            Self::Carrying => Text::fixed(
                "パスワードの設定や封筒・鞄など紛失・盗難を防ぐ手段",
                "passwords, envelopes, bags: means against loss and theft",
            ),
            Self::Disposal => Text::fixed(
                "責任者が削除・廃棄を確認する",
                "the responsible person confirms deletion and disposal",
            ),
            Self::Access => Text::fixed(
                "機器と従業者を明確にし、不要なアクセスを防ぐ",
                "make clear which devices and staff, and prevent needless access",
            ),
            Self::Identification => Text::fixed(
                "機器のユーザー制御機能で識別・認証する",
                "use the device's user accounts",
            ),
            Self::Intrusion => Text::fixed(
                "OSを最新に保ち、セキュリティ対策ソフトを入れる",
                "keep the system current and run security software",
            ),
            Self::SystemUse => Text::fixed(
                "メールの添付ファイルにパスワードを設定する",
                "set passwords on files sent by mail",
            ),
            Self::Policy | Self::People | Self::Theft | Self::ForeignEnvironment => return None,
        })
    }
}

/// The measures not taken yet (法23条; GL 10): the policy is only recommended, abroad counts only where data is handled abroad.
///
/// ```
/// use jiff::civil::date;
/// use law::safety::{Measure, Operator, check};
/// let clinic = Operator { employees: 20, persons: 3000, is_entrusted: false, handles_abroad: false };
/// let open = check(&Measure::ALL[1..16], clinic, date(2026, 4, 1));
/// assert_eq!(open.len(), 1);
/// ```
#[must_use]
pub fn check(taken: &[Measure], operator: Operator, as_of: Date) -> Vec<Finding> {
    let is_small = operator.is_small(as_of);
    let applies =
        |measure: &Measure| *measure != Measure::ForeignEnvironment || operator.handles_abroad;
    let required = Measure::in_force(as_of).into_iter().filter(applies);
    let open = required.filter(|measure| !taken.contains(measure));
    open.map(|measure| unmet(measure, is_small)).collect()
}

fn unmet(measure: Measure, is_small: bool) -> Finding {
    let name = measure.name();
    let lighter = measure.lighter_example().filter(|_| is_small);
    let message = match lighter {
        Some(lighter) => Text::new(
            format!("未了: {}。小規模事業者の例: {}", name.ja, lighter.ja),
            format!("open: {}; a small operator may: {}", name.en, lighter.en),
        ),
        None => Text::new(format!("未了: {}", name.ja), format!("open: {}", name.en)),
    };
    match measure {
        Measure::Policy => Finding::note("taken", message, measure.article()),
        _ => Finding::block("taken", message, measure.article()),
    }
}
