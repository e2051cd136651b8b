//! Joint use: what must be told beforehand (法27条5項3号), and when changes are told (27条6項).

use jiff::civil::{Date, date};

use super::opt_out::ChangeTime;
use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

const JOINT_USE: Article = Article::of(Law::Appi, 27).paragraph(5).item(3);
const CHANGE: Article = Article::of(Law::Appi, 27).paragraph(6);
const PRACTICE: Article = Article::section(Law::Guideline, "3-6-3");

listed! {
    /// A matter of joint use to be told beforehand.
    pub enum JointUseItem in "law::provision::joint_use::JointUseItem" {
        Fact => ("fact", "共同利用をする旨", "that the data is used jointly", JOINT_USE),
        DataItems => ("data_items", "共同して利用される個人データの項目", "items of the data", JOINT_USE),
        Users => ("users", "共同して利用する者の範囲", "range of the users", JOINT_USE),
        Purposes => ("purposes", "利用する者の利用目的", "purposes of the users", JOINT_USE),
        Responsible => ("responsible", "管理責任者の氏名又は名称", "name of the responsible party", JOINT_USE),
        ResponsibleAddress => ("responsible_address", "管理責任者の住所及び代表者の氏名", "address and representative of the responsible party", JOINT_USE, from date(2022, 4, 1)),
    }
}

listed! {
    /// A matter that users of joint use do well to agree on.
    pub enum Agreement in "law::provision::joint_use::Agreement" {
        Conditions => ("conditions", "共同利用者の要件", "who may be a user", PRACTICE),
        Officers => ("officers", "各共同利用者の責任者、問合せ担当者", "each user's officer and contact", PRACTICE),
        Handling => ("handling", "漏えい等の防止、目的外の加工等の禁止、終了後の返還・消去", "leak prevention, no other processing, return or erasure at the end", PRACTICE),
        Breaches => ("breaches", "取決めに反した場合の措置", "measures on a breach of the agreement", PRACTICE),
        Incidents => ("incidents", "事件・事故の報告", "reports of incidents", PRACTICE),
        Ending => ("ending", "共同利用を終了する際の手続", "how joint use ends", PRACTICE),
    }
}

listed! {
    /// A change of a joint use (法27条6項; GL 3-6-3).
    pub enum JointUseChange in "law::provision::joint_use::JointUseChange" {
        ResponsibleDetails => ("responsible_details", "管理責任者の氏名、名称、住所、代表者の変更", "name, address or representative of the responsible party", CHANGE),
        Purposes => ("purposes", "利用目的の変更", "the users' purposes", CHANGE),
        Responsible => ("responsible", "管理責任者の交代", "another responsible party", CHANGE),
        DataItems => ("data_items", "項目の変更", "items of the data", PRACTICE),
        Users => ("users", "利用する者の範囲の変更", "range of the users", PRACTICE),
    }
}

impl JointUseChange {
    /// When the change is told, `None` where it cannot be made in principle (法27条6項; GL 3-6-3).
    ///
    /// ```
    /// use law::provision::{joint_use::JointUseChange, opt_out::ChangeTime};
    /// assert_eq!(JointUseChange::Purposes.change_time(), Some(ChangeTime::Beforehand));
    /// assert_eq!(JointUseChange::Users.change_time(), None);
    /// ```
    #[must_use]
    pub const fn change_time(self) -> Option<ChangeTime> {
        match self {
            Self::ResponsibleDetails => Some(ChangeTime::WithoutDelay),
            Self::Purposes | Self::Responsible => Some(ChangeTime::Beforehand),
            Self::DataItems | Self::Users => None,
        }
    }

    fn to_finding(self) -> Finding {
        let name = self.name();
        let (ja, en) = match self.change_time() {
            Some(ChangeTime::WithoutDelay) => (
                "変更したら遅滞なく、通知するか容易に知り得る状態に置いてください",
                "tell it without delay after the change",
            ),
            Some(ChangeTime::Beforehand) => (
                "あらかじめ、通知するか容易に知り得る状態に置いてください",
                "tell it before the change",
            ),
            None => (
                "原則として変更できません(本人の同意、名称だけの変更、事業の承継を除く)",
                "in principle it cannot be changed, but for consent, a mere rename, or succession",
            ),
        };
        let message = Text::new(format!("{}: {ja}", name.ja), format!("{}: {en}", name.en));
        match self.change_time() {
            Some(_) => Finding::note("joint_use.changes", message, self.article()),
            None => Finding::warn("joint_use.changes", message, self.article()),
        }
    }
}

/// What a joint use has prepared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JointUsePlan {
    /// What has been told to the persons or put where they can easily know it.
    pub told: Vec<JointUseItem>,
    /// What the users have agreed on.
    pub agreed: Vec<Agreement>,
    /// What is to be changed in a joint use that has begun.
    pub changes: Vec<JointUseChange>,
}

/// What a joint use still lacks: untold matters block, a thin agreement is only noted (法27条5項3号; GL 3-6-3).
///
/// ```
/// use jiff::civil::date;
/// use law::provision::joint_use::{Agreement, JointUseItem, JointUsePlan, check};
/// let plan = JointUsePlan { told: JointUseItem::ALL.to_vec(), agreed: Agreement::ALL.to_vec(), changes: vec![] };
/// assert!(check(&plan, date(2026, 4, 1)).is_empty());
/// ```
#[must_use]
pub fn check(plan: &JointUsePlan, as_of: Date) -> Vec<Finding> {
    let required = JointUseItem::in_force(as_of).into_iter();
    let untold = required.filter(|item| !plan.told.contains(item)).map(|item| {
        let name = item.name();
        let message = Text::new(
            format!(
                "「{}」をあらかじめ本人に通知するか、容易に知り得る状態に置いてください",
                name.ja
            ),
            format!("tell the persons beforehand, or put where they can easily know: {}", name.en),
        );
        Finding::block("joint_use.told", message, item.article())
    });
    let open = Agreement::ALL.iter().filter(|item| !plan.agreed.contains(item)).map(|item| {
        let name = item.name();
        let message = Text::new(
            format!("「{}」を取り決めておくことが望ましい", name.ja),
            format!("it is well to agree on: {}", name.en),
        );
        Finding::note("joint_use.agreed", message, item.article())
    });
    let changes = plan.changes.iter().copied().map(JointUseChange::to_finding);
    untold.chain(open).chain(changes).collect()
}
