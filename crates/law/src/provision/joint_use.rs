//! Joint use: what must be told beforehand (法27条5項3号), and when changes are told (27条6項).

use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

const JOINT_USE: Article = Article::of(Law::Appi, 27).paragraph(5).item(3);
const PRACTICE: Article = Article::section(Law::Guideline, "3-6-3");

listed! {
    /// A matter of joint use to be told beforehand.
    pub enum JointUseItem in "law::provision::joint_use::JointUseItem" {
        Fact => ("fact", "共同利用をする旨", "that the data is used jointly", JOINT_USE),
        DataItems => ("data_items", "共同して利用される個人データの項目", "items of the data", JOINT_USE),
        Users => ("users", "共同して利用する者の範囲", "range of the users", JOINT_USE),
        Purposes => ("purposes", "利用する者の利用目的", "purposes of the users", JOINT_USE),
        Responsible => ("responsible", "管理責任者の氏名又は名称", "name of the responsible party", JOINT_USE),
        ResponsibleAddress => ("responsible_address", "管理責任者の住所及び代表者の氏名", "address and representative of the responsible party", JOINT_USE),
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

/// What a joint use has prepared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JointUsePlan {
    /// What has been told to the persons or put where they can easily know it.
    pub told: Vec<JointUseItem>,
    /// What the users have agreed on.
    pub agreed: Vec<Agreement>,
}

/// What a joint use still lacks: untold matters block, a thin agreement is only noted (法27条5項3号; GL 3-6-3).
///
/// ```
/// use law::provision::joint_use::{Agreement, JointUseItem, JointUsePlan, check};
/// let plan = JointUsePlan { told: JointUseItem::ALL.to_vec(), agreed: Agreement::ALL.to_vec() };
/// assert!(check(&plan).is_empty());
/// ```
#[must_use]
pub fn check(plan: &JointUsePlan) -> Vec<Finding> {
    let untold = JointUseItem::ALL.iter().filter(|item| !plan.told.contains(item)).map(|item| {
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
    untold.chain(open).collect()
}
