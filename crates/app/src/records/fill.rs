//! What would be filled in from the records that a form points to, shown before anything is saved.

use engine::{
    Fields, RecordId,
    prefill::{Around, prefill},
};

use crate::{Actor, App, error::AppError};

impl App {
    /// These values of a record with what is already known filled in; `None` where that is nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the record is not for this person; what the database says.
    pub async fn filled_in(
        &self,
        actor: Actor,
        id: RecordId,
        fields: &Fields,
    ) -> Result<Option<Fields>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let (_, record) = self.readable(&tenant, world, actor, id).await?;
        let form = tenant.form(&record.form)?;
        let referenced = self.referenced(&tenant, world, actor, form, fields).await?;
        let lookup = |wanted: &str| referenced.get(wanted).cloned();
        // Who asks for it wants it, also from a record that was pointed to before.
        let around = Around { world, before: &Fields::new(), referenced: &lookup };
        let mut filled = fields.clone();
        Ok(prefill(around, form, &mut filled).then_some(filled))
    }
}
