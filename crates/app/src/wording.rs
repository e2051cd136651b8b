//! The operator's own wording of a clause: what stands beside our paraphrase, and who wrote it when.
//!
//! It explains a clause to the operator's people; nothing is ever decided by it.

use engine::{Citation, Refusal};
use regulation::Clause;
use store::Side;

use crate::{Actor, App, Tenant, error::AppError};

/// Longest wording, characters.
pub const WORDING_CHARS: usize = 10_000;

impl App {
    /// The operator's own wording of a clause, if it has given one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a clause that the regulation does not have; what the database says.
    pub async fn wording(&self, actor: Actor, clause: &str) -> Result<Option<String>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let clause = clause_of(&tenant, clause)?;
        Ok(store::preference::wording(&self.db, actor.operator, &clause.id).await?)
    }

    /// Keeps the operator's own wording of a clause; an empty one takes it back. Stands in the evidence log either way.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a clause that the regulation does not have, [`AppError::Refused`] for whoever is no
    /// administrator, [`AppError::Invalid`] for a text that is too long, or what the database says.
    pub async fn put_wording(
        &self,
        actor: Actor,
        clause: &str,
        text: &str,
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let clause = clause_of(&tenant, clause)?;
        may_word(&tenant, actor, clause)?;
        let text = checked(text)?;
        if store::preference::wording(&self.db, actor.operator, &clause.id)
            .await?
            .unwrap_or_default()
            == text
        {
            return Ok(());
        }
        self.commit_side(actor, Side::Wording { clause: clause.id.clone(), text }).await
    }
}

fn clause_of<'t>(tenant: &'t Tenant, id: &str) -> Result<&'t Clause, AppError> {
    tenant.regulation.clause(id).ok_or(AppError::NotFound)
}

fn may_word(tenant: &Tenant, actor: Actor, clause: &Clause) -> Result<(), AppError> {
    if tenant.organization().is_administrator(actor.member) {
        return Ok(());
    }
    Err(Refusal::one(Citation::of_act(
        &clause.id,
        "団体の文言は、システムの管理者が書きます",
        "the operator's own wording is kept by the administrator",
    ))
    .into())
}

/// The text as it is kept: line breaks as `\n`, nothing around it.
fn checked(text: &str) -> Result<String, AppError> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let chars = text.chars().count();
    if chars <= WORDING_CHARS {
        return Ok(text);
    }
    Err(AppError::invalid(
        "text",
        format!("{WORDING_CHARS}文字までにしてください（いま{chars}文字）"),
        format!("write up to {WORDING_CHARS} characters, there are {chars}"),
    ))
}
