//! Pseudonymized and anonymized information as checklists that a plan is held against (法41条, 43–46条; 規則31–38条).
//!
//! It asks what has been done; it transforms no data.

pub mod anonymized;
pub mod pseudonymized;

use std::collections::BTreeMap;

pub use self::anonymized::AnonymizedMeasure;
pub use self::pseudonymized::PseudonymizedMeasure;
use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

const METHODS: Article = Article::section(Law::ProcessedGuideline, "別表2");

listed! {
    /// A method of anonymizing.
    pub enum Method in "law::processed::Method" {
        DeleteItem => ("delete_item", "項目削除", "deleting a column", METHODS),
        DeleteRecord => ("delete_record", "レコード削除", "deleting a record", METHODS),
        DeleteCell => ("delete_cell", "セル削除", "deleting a cell", METHODS),
        Generalize => ("generalize", "一般化", "generalization", METHODS),
        TopBottomCode => ("top_bottom_code", "トップ(ボトム)コーディング", "top or bottom coding", METHODS),
        Microaggregate => ("microaggregate", "ミクロアグリゲーション", "microaggregation", METHODS),
        Swap => ("swap", "データ交換(スワップ)", "swapping", METHODS),
        Noise => ("noise", "ノイズ(誤差)の付加", "adding noise", METHODS),
        Synthesize => ("synthesize", "疑似データ生成", "synthetic data", METHODS),
    }
}

/// The size of the smallest group of rows that agree on their values, `None` without rows.
///
/// The guideline names no k; secretariat reports discuss it as a check (unverified).
///
/// ```
/// let rows = [["40代", "東京"], ["40代", "東京"], ["50代", "大阪"]];
/// assert_eq!(law::processed::smallest_group(&rows), Some(1));
/// ```
#[must_use]
pub fn smallest_group<R: Ord>(rows: &[R]) -> Option<usize> {
    let mut sizes: BTreeMap<&R, usize> = BTreeMap::new();
    for row in rows {
        *sizes.entry(row).or_default() += 1;
    }
    sizes.values().copied().min()
}

/// Warns about groups smaller than the wanted k; never blocks, for no law fixes k.
///
/// ```
/// let rows = [["40代"], ["40代"], ["50代"]];
/// assert!(law::processed::small_groups(&rows, 3).is_some());
/// assert!(law::processed::small_groups(&rows, 1).is_none());
/// ```
#[must_use]
pub fn small_groups<R: Ord>(rows: &[R], wanted: usize) -> Option<Finding> {
    let smallest = smallest_group(rows).filter(|smallest| *smallest < wanted)?;
    let message = Text::new(
        format!("同じ値の組が{smallest}件しかない群があります(目安{wanted}件以上)"),
        format!(
            "a group of rows with the same values has only {smallest} (wanted: {wanted} or more)"
        ),
    );
    Some(Finding::warn("groups", message, Article::whole(Law::Practice)).into_unverified())
}
