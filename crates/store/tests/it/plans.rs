//! How the database goes about its questions: by an index, and in its order. A table that grows is never scanned or sorted.

use engine::{RecordState, UnitId};
use store::record::{KeyFilter, ListQuery, Sort, Which, explain};
use uuid::Uuid;

use crate::support::{DRAFTER, OPERATOR, Store, UNIT, all};

fn sorts() -> [Sort; 5] {
    let by = |descending| Sort::Field { field: "name".to_owned(), descending, has_many: true };
    let review = Sort::Field { field: "@review".to_owned(), descending: false, has_many: false };
    [Sort::Number, Sort::NumberDescending, by(false), by(true), review]
}

/// Lists of every kind that a screen can ask for.
fn questions() -> Vec<(String, ListQuery)> {
    let mut questions = Vec::new();
    let few: Vec<_> = (1..4).map(|number| UnitId(Uuid::from_u128(number))).collect();
    let many: Vec<_> = (1..200).map(|number| UnitId(Uuid::from_u128(number))).collect();
    for sort in sorts() {
        for which in [Which::InForce, Which::State(RecordState::Draft), Which::All] {
            for units in [None, Some(vec![UNIT]), Some(few.clone()), Some(many.clone())] {
                for words in ["", "会員 名簿"] {
                    for has_filter in [false, true] {
                        let filter =
                            KeyFilter { field: "medium".to_owned(), key: "紙".to_owned().into() };
                        let count = units.as_ref().map_or(0, Vec::len);
                        let name =
                            format!("{sort:?} {which:?} {count} units {words:?} {has_filter}");
                        let query = ListQuery {
                            which,
                            units: units.clone(),
                            words: words.to_owned(),
                            filters: has_filter.then_some(filter).into_iter().collect(),
                            sort: sort.clone(),
                            cursor: Some("7.".to_owned()),
                            ..all(50)
                        };
                        let hidden = ListQuery { draft_units: units.clone(), ..query.clone() };
                        questions.push((format!("{name} without drafts"), hidden));
                        questions.push((name, query));
                    }
                }
            }
        }
    }
    let before = KeyFilter { field: "@review".to_owned(), key: "7".to_owned().into() };
    let bounded = |(name, query): &(String, ListQuery)| {
        let query = ListQuery { before: Some(before.clone()), ..query.clone() };
        (format!("{name}, bounded"), query)
    };
    let more: Vec<_> = questions.iter().map(bounded).collect();
    questions.extend(more);
    questions
}

#[tokio::test]
async fn no_list_scans_or_sorts_a_table_that_grows() {
    let store = Store::in_file().await;
    for (name, query) in questions() {
        let steps = explain(&store.db, &query).await.unwrap();
        for step in &steps {
            // The full-text index calls every look into it a scan; the count goes through what it has found.
            let is_scan = step.starts_with("SCAN")
                && !step.contains("VIRTUAL TABLE")
                && !step.contains("(subquery");
            assert!(!is_scan && !step.contains("TEMP B-TREE"), "{name}: {steps:#?}");
        }
    }
}

#[tokio::test]
async fn a_list_of_a_drafter_goes_by_the_drafter() {
    let store = Store::in_file().await;
    let query =
        ListQuery { drafter: Some(DRAFTER), ..ListQuery::register(OPERATOR, "holdings", 50) };
    let steps = explain(&store.db, &query).await.unwrap();
    assert!(steps.iter().any(|step| step.contains("record_drafter")), "{steps:?}");
}
