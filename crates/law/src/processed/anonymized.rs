//! Anonymized information: the five processing steps, publication, and what may never be done with it (法43–46条; 規則34–38条).

use jiff::civil::Date;

use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

const ACT: Article = Article::of(Law::Appi, 43);
const PROCESSING: Article = Article::of(Law::AppiRules, 34);
const SECURITY: Article = Article::of(Law::AppiRules, 35);

listed! {
    /// Something to be done, or kept to, with anonymized information.
    pub enum AnonymizedMeasure in "law::processed::AnonymizedMeasure" {
        RemoveIdentifying => ("remove_identifying", "特定の個人を識別できる記述等の全部又は一部を削除した", "descriptions that identify a person are removed in whole or part", PROCESSING.item(1)),
        RemoveCodes => ("remove_codes", "個人識別符号の全部を削除した", "all individual identification codes are removed", PROCESSING.item(2)),
        RemoveLinks => ("remove_links", "情報を相互に連結する符号を削除した", "codes that link pieces of information are removed", PROCESSING.item(3)),
        RemovePeculiar => ("remove_peculiar", "特異な記述等を削除した", "peculiar descriptions are removed", PROCESSING.item(4)),
        FurtherMeasures => ("further_measures", "データベース内の差異などを踏まえた措置をとった", "measures in view of differences inside the database are taken", PROCESSING.item(5)),
        DestroyTable => ("destroy_table", "対応表や復元できる乱数等を作成後に破棄した", "the ID table and restorable random parameters are destroyed", Article::section(Law::ProcessedGuideline, "3-2-3-1")),
        MethodDuties => ("method_duties", "加工方法等情報を取り扱う者の権限と責任を定めた", "powers and duties over the method information are defined", SECURITY.item(1)),
        MethodRules => ("method_rules", "加工方法等情報の取扱いの規程を整備し、評価・改善する", "rules on the method information are made, followed, reviewed and improved", SECURITY.item(2)),
        MethodAccess => ("method_access", "権限のない者が加工方法等情報を取り扱えないようにした", "the unauthorized cannot handle the method information", SECURITY.item(3)),
        PublishItems => ("publish_items", "作成後遅滞なく、利用・提供の前に、含まれる情報の項目を公表した", "the items are published after making, before use or provision", Article::of(Law::AppiRules, 36).paragraph(1)),
        NoMatching => ("no_matching", "本人を識別するために他の情報と照合しない", "it is not matched with other information to identify the person", ACT.paragraph(5)),
    }
}

listed! {
    /// What a provision of anonymized information needs on top.
    pub enum ProvisionMeasure in "law::processed::anonymized::ProvisionMeasure" {
        PublishProvision => ("publish_provision", "提供の前に、項目と提供の方法を公表した", "items and way of provision are published before it", ACT.paragraph(4)),
        TellRecipient => ("tell_recipient", "提供先に匿名加工情報であることを明示した", "the recipient is told that it is anonymized information", Article::of(Law::AppiRules, 37).paragraph(2)),
    }
}

/// What was not done in making it; each of the list blocks, and effort duties are noted (法43条; 規則34–36条).
///
/// ```
/// use jiff::civil::date;
/// use law::processed::AnonymizedMeasure;
/// use law::processed::anonymized::check;
/// assert_eq!(check(AnonymizedMeasure::ALL, date(2026, 4, 1)).len(), 1);
/// ```
#[must_use]
pub fn check(done: &[AnonymizedMeasure], as_of: Date) -> Vec<Finding> {
    let required = AnonymizedMeasure::in_force(as_of).into_iter();
    let open = required.filter(|measure| !done.contains(measure));
    let mut findings: Vec<Finding> =
        open.map(|measure| unmet(measure.name(), measure.article())).collect();
    let message = Text::fixed(
        "安全管理と苦情処理の措置をとり、その内容を公表するよう努めてください",
        "take and publish measures for security and complaints (effort duty)",
    );
    findings.push(Finding::note("done", message, ACT.paragraph(6)));
    findings
}

/// What a provision still lacks (法43条4項; 規則37条).
///
/// ```
/// use jiff::civil::date;
/// use law::processed::anonymized::{ProvisionMeasure, check_provision};
/// assert_eq!(check_provision(&[ProvisionMeasure::TellRecipient], date(2026, 4, 1)).len(), 1);
/// ```
#[must_use]
pub fn check_provision(done: &[ProvisionMeasure], as_of: Date) -> Vec<Finding> {
    let required = ProvisionMeasure::in_force(as_of).into_iter();
    let open = required.filter(|measure| !done.contains(measure));
    open.map(|measure| unmet(measure.name(), measure.article())).collect()
}

listed! {
    /// What a receiver of anonymized information keeps to.
    pub enum ReceiverMeasure in "law::processed::anonymized::ReceiverMeasure" {
        PublishProvision => ("publish_provision", "他に提供する前に、項目と提供の方法を公表し、匿名加工情報であることを明示した", "before providing it on, items and way are published and the recipient is told what it is", Article::of(Law::Appi, 44)),
        NoMatching => ("no_matching", "本人を識別するために、加工方法等の情報を取得せず、他の情報と照合しない", "no method information is obtained and nothing is matched to identify the person", Article::of(Law::Appi, 45)),
    }
}

/// What a receiver of anonymized information has not kept to (法44条, 45条).
///
/// ```
/// use jiff::civil::date;
/// use law::processed::anonymized::{ReceiverMeasure, check_receiver};
/// assert_eq!(check_receiver(&[ReceiverMeasure::NoMatching], date(2026, 4, 1)).len(), 1);
/// ```
#[must_use]
pub fn check_receiver(done: &[ReceiverMeasure], as_of: Date) -> Vec<Finding> {
    let required = ReceiverMeasure::in_force(as_of).into_iter();
    let open = required.filter(|measure| !done.contains(measure));
    open.map(|measure| unmet(measure.name(), measure.article())).collect()
}

fn unmet(name: Text, article: Article) -> Finding {
    let message = Text::new(format!("未了: {}", name.ja), format!("open: {}", name.en));
    Finding::block("done", message, article)
}
