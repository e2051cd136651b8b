//! Pseudonymized information: the three processing steps, what was removed, and what may be done with it (法41条; 規則31–33条).

use jiff::civil::Date;

use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

const ACT: Article = Article::of(Law::Appi, 41);
const PROCESSING: Article = Article::of(Law::AppiRules, 31);
const REMOVED: Article = Article::of(Law::AppiRules, 32);

listed! {
    /// Something to be done, or kept to, with pseudonymized information.
    pub enum PseudonymizedMeasure in "law::processed::PseudonymizedMeasure" {
        RemoveIdentifying => ("remove_identifying", "特定の個人を識別できる記述等の全部又は一部を削除した", "descriptions that identify a person are removed in whole or part", PROCESSING.item(1)),
        RemoveCodes => ("remove_codes", "個人識別符号の全部を削除した", "all individual identification codes are removed", PROCESSING.item(2)),
        RemovePropertyDamage => ("remove_property_damage", "不正利用により財産的被害が生じるおそれのある記述等を削除した", "descriptions whose wrongful use could cause property damage are removed", PROCESSING.item(3)),
        NotRestorable => ("not_restorable", "置き換えは復元できる規則性のない方法による", "replacements follow no rule by which they can be restored", PROCESSING),
        RemovedDuties => ("removed_duties", "削除情報等を取り扱う者の権限と責任を定めた", "powers and duties over the deleted information are defined", REMOVED.item(1)),
        RemovedRules => ("removed_rules", "削除情報等の取扱いの規程を整備し、評価・改善する", "rules on the deleted information are made, followed, reviewed and improved", REMOVED.item(2)),
        RemovedAccess => ("removed_access", "権限のない者が削除情報等を取り扱えないようにした", "the unauthorized cannot handle the deleted information", REMOVED.item(3)),
        PublishPurpose => ("publish_purpose", "利用目的(変更後を含む)を公表した", "the purpose, changed ones included, is published", ACT.paragraph(4)),
        NoMatching => ("no_matching", "本人を識別するために他の情報と照合しない", "it is not matched with other information to identify the person", ACT.paragraph(7)),
        NoContact => ("no_contact", "連絡先を電話、郵便、訪問、電子メール等に使わない", "contact data in it is not used to phone, post, visit or mail", ACT.paragraph(8)),
        NoProvision => ("no_provision", "法令、委託、承継、公表した共同利用のほかは第三者に提供しない", "it goes to nobody but by law, entrustment, succession or published joint use", ACT.paragraph(6)),
    }
}

/// What was not done; each of the list blocks, and what the Act only asks to be tried is noted (法41条; 規則31–33条).
///
/// ```
/// use jiff::civil::date;
/// use law::processed::PseudonymizedMeasure;
/// use law::processed::pseudonymized::check;
/// let open = check(&[PseudonymizedMeasure::RemoveCodes], date(2026, 4, 1));
/// assert_eq!(open.len(), PseudonymizedMeasure::ALL.len() + 1);
/// ```
#[must_use]
pub fn check(done: &[PseudonymizedMeasure], as_of: Date) -> Vec<Finding> {
    let required = PseudonymizedMeasure::in_force(as_of).into_iter();
    let open = required.filter(|measure| !done.contains(measure));
    let mut findings: Vec<Finding> = open
        .map(|measure| {
            let name = measure.name();
            let message = Text::new(format!("未了: {}", name.ja), format!("open: {}", name.en));
            Finding::block("done", message, measure.article())
        })
        .collect();
    let message = Text::fixed(
        "利用する必要がなくなったら、仮名加工情報と削除情報等を遅滞なく消去するよう努めてください",
        "erase it and the deleted information without delay when no longer needed (effort duty)",
    );
    findings.push(Finding::note("done", message, ACT.paragraph(5)));
    let message = Text::fixed(
        "委託するときは、仮名加工情報であることを委託先に伝えてください",
        "tell an entrusted party that it is pseudonymized information",
    );
    let guideline = Article::whole(Law::ProcessedGuideline);
    findings.push(Finding::note("done", message, guideline));
    findings
}

/// The articles that do not apply to pseudonymized information (法41条9項): change of purpose, breach, requests.
///
/// ```
/// use law::{Article, Law};
/// assert!(law::processed::pseudonymized::articles_off().contains(&Article::of(Law::Appi, 26)));
/// ```
#[must_use]
pub fn articles_off() -> Vec<Article> {
    let requests = (32..=39).map(|article| Article::of(Law::Appi, article));
    [Article::of(Law::Appi, 17).paragraph(2), Article::of(Law::Appi, 26)]
        .into_iter()
        .chain(requests)
        .collect()
}
