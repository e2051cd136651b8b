//! The records that the `record` fields of a form can point to.

use app::{AppError, register::ListRequest};
use regulation::{Field, FieldKind, Form};

use crate::{answers::Answers, context::Visit, form_page::References, pages::Answer};

/// Records offered at once; words find the others.
const MOST: u32 = 200;

/// What each `record` field offers: the newest, or those with the words searched for, and always the one that is chosen.
pub(super) async fn load(visit: &Visit, form: &Form, answers: &Answers) -> Answer<Vec<References>> {
    let mut loaded = Vec::new();
    for (path, target) in paths(form) {
        let names = names(answers, &path);
        let mut searched = names.iter().map(|name| answers.one(&format!("find.{name}")));
        let searched = searched.rfind(|words| !words.trim().is_empty());
        let request = ListRequest {
            form: target.to_owned(),
            is_all: true,
            descending: true,
            words: searched.unwrap_or_default().trim().to_owned(),
            limit: MOST,
            ..ListRequest::default()
        };
        let view = visit.web.app.list(visit.actor, &request).await?;
        let mut records: Vec<_> = view
            .rows
            .iter()
            .map(|row| (row.id.to_string(), label(&row.number, &row.title)))
            .collect();
        for name in &names {
            let id = answers.one(name);
            if !records.iter().any(|(listed, _)| listed == id) {
                records.splice(0..0, chosen(visit, id).await?);
            }
        }
        let (searched, has_more) = (request.words, view.next.is_some());
        loaded.push(References { path, records, searched, has_more });
    }
    Ok(loaded)
}

/// The record that is chosen, as far as the reader may know of it.
async fn chosen(visit: &Visit, id: &str) -> Answer<Option<(String, String)>> {
    let Ok(record) = id.parse() else { return Ok(None) };
    match visit.web.app.record(visit.actor, record).await {
        Ok(view) => Ok(Some((id.to_owned(), label(&view.row.number, &view.row.title)))),
        Err(AppError::NotFound | AppError::Erased) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn label(number: &str, title: &str) -> String {
    format!("{number} {title}").trim().to_owned()
}

/// Path and target form of each `record` field and column.
fn paths(form: &Form) -> Vec<(String, &str)> {
    fn target(field: &Field) -> Option<&str> {
        match &field.kind {
            FieldKind::Record { form } => Some(form),
            _ => None,
        }
    }
    let mut paths = Vec::new();
    for field in &form.fields {
        paths.extend(target(field).map(|form| (field.id.clone(), form)));
        let FieldKind::Table { columns, .. } = &field.kind else { continue };
        let path = |column: &Field| format!("{}.{}", field.id, column.id);
        paths.extend(
            columns.iter().filter_map(|column| target(column).map(|form| (path(column), form))),
        );
    }
    paths
}

/// The controls of a path: one, or one a row.
fn names(answers: &Answers, path: &str) -> Vec<String> {
    match path.split_once('.') {
        None => vec![path.to_owned()],
        Some((table, column)) => {
            (0..answers.row_count(table)).map(|row| format!("{table}.{row}.{column}")).collect()
        }
    }
}
