//! Decides the rows of a register: each is a command like any other, and what is refused is told with its row.

use std::collections::BTreeMap;

use engine::{
    Act, Citation, Command, Fields, Origin, Record, RecordId, RecordState, UnitId, World,
};
use import::{ImportedRow, plan::FieldChange};
use regulation::{Form, Language, Text};
use store::{NewMoment, RecordChange};

use super::{
    check::REASONS,
    place::Fate,
    progress::Progress,
    session::{Session, Staged},
};
use crate::{Actor, App, Tenant, error::AppError, random};

/// Rows decided before others get a turn.
const TURN: usize = 64;

/// Rows decided: what will be written, and which row each record comes from.
#[derive(Default)]
pub(super) struct Decided {
    pub changes: Vec<RecordChange>,
    pub rows: Vec<u32>,
    pub refused: Vec<Citation>,
}

/// Decides the rows of a register.
pub(super) struct Importer<'a> {
    pub app: &'a App,
    pub tenant: &'a Tenant,
    pub world: World<'a>,
    pub actor: Actor,
    pub form: &'a Form,
    pub unit: UnitId,
    pub session: &'a Session,
    pub staged: &'a Staged,
    pub progress: &'a Progress,
}

impl Importer<'_> {
    pub async fn decide(&self) -> Result<Decided, AppError> {
        let mut decided = Decided::default();
        for (at, (row, fate)) in self.staged.placed().enumerate() {
            if at % TURN == 0 {
                self.progress.at(at);
                tokio::task::yield_now().await;
            }
            let result = match fate {
                Fate::New => self.draft(row).await.map(Some),
                Fate::Changed { id, changes, .. } => self.update(row, id, changes).await,
                _ => continue,
            };
            match result {
                Ok(Some(change)) => {
                    decided.changes.push(change);
                    decided.rows.push(row.row);
                }
                Ok(None) => {}
                Err(AppError::Refused(refusal)) => {
                    let room = REASONS.saturating_sub(decided.refused.len());
                    decided.refused.extend(
                        refusal
                            .citations
                            .into_iter()
                            .take(room)
                            .map(|citation| of_row(row.row, citation)),
                    );
                }
                Err(error) => return Err(error),
            }
        }
        Ok(decided)
    }

    async fn draft(&self, row: &ImportedRow) -> Result<RecordChange, AppError> {
        let command = Command::Draft {
            form: self.form.id.clone(),
            unit: self.unit,
            fields: row.fields(),
            origin: Some(self.origin(row, &row.fields())),
        };
        self.decided((RecordId(random::id()), None), &command).await
    }

    /// Where the values of a row come from, in the words of the file.
    fn origin(&self, row: &ImportedRow, fields: &Fields) -> Origin {
        let (mut originals, mut verbatim) = (BTreeMap::new(), Vec::new());
        for value in &row.values {
            let words = value.original();
            let is_text = value.original.is_none() && value.value.is_string();
            if is_text && fields.get(&*value.field) == Some(&value.value) {
                verbatim.push(value.field.to_string());
            } else if !words.is_empty() {
                originals.insert(value.field.to_string(), words.to_owned());
            }
        }
        let sheet = self.session.workbook.sheets.get(self.staged.sheet);
        Origin {
            import: self.session.id,
            file: self.session.file_name.clone(),
            sheet: sheet.map(|sheet| sheet.name.clone()).unwrap_or_default(),
            row: row.row,
            originals,
            verbatim,
        }
    }

    /// A change of a record; `None` where the form has no room for what is new, so that nothing would change.
    async fn update(
        &self,
        row: &ImportedRow,
        id: &str,
        changes: &[FieldChange],
    ) -> Result<Option<RecordChange>, AppError> {
        let id: RecordId = id.parse().map_err(AppError::internal)?;
        let record = self.app.seen(self.tenant, self.world, self.actor, id).await?.record;
        let revised = if record.state == RecordState::InForce {
            Some(self.decided((id, Some(&record)), &Command::act(Act::Revise, "")).await?)
        } else {
            None
        };
        let base = revised.as_ref().map_or(&record, |revised| &revised.record);
        let mut fields: Fields = base.fields().clone();
        for change in changes {
            fields.insert(change.field.clone(), change.new.clone());
        }
        let edited = self
            .decided(
                (id, Some(base)),
                &Command::Update { origin: self.origin(row, &fields), fields },
            )
            .await?;
        if edited.events.is_empty() {
            return Ok(None);
        }
        Ok(Some(match revised {
            None => edited,
            Some(revised) => RecordChange {
                before: revised.before,
                moments: both_moments(&revised, &edited),
                events: revised.events.into_iter().chain(edited.events).collect(),
                ..edited
            },
        }))
    }

    async fn decided(
        &self,
        record: (RecordId, Option<&Record>),
        command: &Command,
    ) -> Result<RecordChange, AppError> {
        self.app.decided(self.tenant, self.world, self.actor, record, command).await
    }
}

/// What duties look at of two changes of a record that are made as one.
fn both_moments(first: &RecordChange, second: &RecordChange) -> Vec<NewMoment> {
    let later = second.moments.iter().map(|it| {
        let event = it.event + first.events.len();
        NewMoment { event, moment: it.moment.clone() }
    });
    first.moments.iter().cloned().chain(later).collect()
}

/// A reason, with the row of the file it is about.
pub(super) fn of_row(row: u32, citation: Citation) -> Citation {
    let field = citation.field.unwrap_or_default();
    Citation {
        clause: citation.clause,
        message: Text::new(
            format!("{row}行目：{}", citation.message.ja),
            format!("row {row}: {}", citation.message.get(Language::En)),
        ),
        field: Some(if field.is_empty() {
            format!("rows.{row}")
        } else {
            format!("rows.{row}.{field}")
        }),
    }
}
