//! Views of a register that a member saved under a name: search, conditions, order and columns. Each member has their own.

use engine::ids::ViewId;
use store::preference::{self, ViewRow};

use crate::{Actor, App, error::AppError, random};

/// Most views of a register that a member keeps.
pub const VIEWS: usize = 30;
/// Longest name, characters.
const NAME_CHARS: usize = 40;
/// Longest address, bytes.
const QUERY_BYTES: usize = 4_000;

/// A view that a member saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Id.
    pub id: ViewId,
    /// Name.
    pub name: String,
    /// What it shows: the part of the register's address behind `?`.
    pub query: String,
}

impl From<ViewRow> for SavedView {
    fn from(row: ViewRow) -> Self {
        Self { id: ViewId(row.id), name: row.name, query: row.query }
    }
}

impl App {
    /// The views of a form that a member saved, by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn views(&self, actor: Actor, form: &str) -> Result<Vec<SavedView>, AppError> {
        let rows = preference::views(&self.db, actor.owner(), form).await?;
        Ok(rows.into_iter().map(SavedView::from).collect())
    }

    /// Saves a view. One of the same name is replaced.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown form; [`AppError::Invalid`] for a name that cannot be used, or too many views.
    pub async fn save_view(
        &self,
        actor: Actor,
        form: &str,
        (name, query): (&str, &str),
    ) -> Result<(), AppError> {
        self.tenant(actor.operator)?.form(form)?;
        let name = usable(name)?;
        let views = self.views(actor, form).await?;
        if views.len() >= VIEWS && views.iter().all(|view| view.name != name) {
            return Err(AppError::invalid(
                "name",
                format!("保存できる表示は{VIEWS}個までです。使わないものを消してください"),
                format!("no more than {VIEWS} views can be saved; remove one that is not used"),
            ));
        }
        if query.len() > QUERY_BYTES {
            return Err(AppError::invalid(
                "name",
                "条件が長すぎて保存できません。検索のことばを短くしてください",
                "the conditions are too long to be saved; search for fewer words",
            ));
        }
        let view = ViewRow {
            id: random::id(),
            form: form.to_owned(),
            name: name.to_owned(),
            query: query.to_owned(),
        };
        let at = self.clock.now().as_microsecond();
        Ok(preference::put_view(&self.db, actor.owner(), &view, at).await?)
    }

    /// Gives a view another name.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the member has no such view; [`AppError::Invalid`] for a name that cannot be used.
    pub async fn rename_view(&self, actor: Actor, id: ViewId, name: &str) -> Result<(), AppError> {
        let name = usable(name)?;
        let view = preference::lookup_view(&self.db, actor.owner(), id).await?;
        view.ok_or(AppError::NotFound)?;
        if preference::rename_view(&self.db, actor.owner(), id, name).await? {
            return Ok(());
        }
        Err(AppError::invalid(
            "name",
            "同じ名前の表示がもうあります。別の名前にしてください",
            "there is a view of this name already; choose another one",
        ))
    }

    /// Removes a view.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the member has no such view.
    pub async fn remove_view(&self, actor: Actor, id: ViewId) -> Result<(), AppError> {
        let is_removed = preference::remove_view(&self.db, actor.owner(), id).await?;
        is_removed.then_some(()).ok_or(AppError::NotFound)
    }
}

/// A name without blanks around it, if it can be used.
fn usable(name: &str) -> Result<&str, AppError> {
    let name = name.trim();
    match name.chars().count() {
        1..=NAME_CHARS => Ok(name),
        0 => Err(AppError::invalid("name", "表示の名前を記入してください", "name the view")),
        _ => Err(AppError::invalid(
            "name",
            format!("名前は{NAME_CHARS}文字までにしてください"),
            format!("the name must have no more than {NAME_CHARS} characters"),
        )),
    }
}
