//! Brings the rows of a run up to date: read with the people of now, mended, placed. An edit touches only its own row.

use std::{collections::HashMap, sync::Arc};

use import::{Mapping, layout, mapping, normalize};

use super::{
    place::Placer,
    session::{Session, Staged},
    target::directory,
};
use crate::{Actor, App, Tenant, error::AppError, member_import};

impl App {
    /// Reads and places the rows unless that has been done and nobody has changed since.
    pub(super) async fn stage(
        &self,
        tenant: &Arc<Tenant>,
        actor: Actor,
        session: &mut Session,
    ) -> Result<(), AppError> {
        let organization = tenant.organization();
        if session
            .staged
            .as_ref()
            .is_some_and(|staged| Arc::ptr_eq(&staged.organization, &organization))
        {
            return Ok(());
        }
        session.staged = None;
        let layout = session.layout().await?;
        let mapping = self.import_mapping(actor, session, &layout).await?;
        let today = tenant.world(&organization, self.clock.now()).today;
        let (workbook, fields, sheet) =
            (Arc::clone(&session.workbook), Arc::clone(&session.fields), session.sheet());
        let (tenant_of_rows, edits) = (Arc::clone(tenant), session.chosen.edits.clone());
        let read = move || {
            let directory = directory(&tenant_of_rows.regulation, &organization, today);
            let rows = workbook
                .sheets
                .get(sheet)
                .map(|sheet| normalize::rows(sheet, &layout, &mapping, &fields, &directory));
            let mut staged = Staged {
                organization,
                directory: Arc::new(directory),
                sheet,
                layout,
                mapping,
                rows: rows.unwrap_or_default(),
                fates: Vec::new(),
                groups: HashMap::new(),
                new_units: Vec::new(),
            };
            for edit in &edits {
                let directory = Arc::clone(&staged.directory);
                if let Some(row) =
                    staged.position(edit.row()).and_then(|at| staged.rows.get_mut(at))
                {
                    edit.apply(row, &fields, &directory);
                }
            }
            staged
        };
        let mut staged = tokio::task::spawn_blocking(read).await.map_err(AppError::internal)?;
        self.place_rows(tenant, actor, session, &mut staged).await?;
        session.staged = Some(staged);
        Ok(())
    }

    /// Compares all rows with what is there now.
    pub(super) async fn place_rows(
        &self,
        tenant: &Tenant,
        actor: Actor,
        session: &Session,
        staged: &mut Staged,
    ) -> Result<(), AppError> {
        let skipped = session.chosen.skipped();
        if let Some(placer) = self.placer(tenant, actor, session, &staged.organization.clone()) {
            placer.place_all(staged, &skipped).await
        } else {
            member_import::place(staged, &session.chosen, &session.fields, &skipped);
            Ok(())
        }
    }

    /// Finds the records of a form; `None` for the member list.
    pub(super) fn placer<'a>(
        &'a self,
        tenant: &'a Tenant,
        actor: Actor,
        session: &Session,
        organization: &'a engine::Organization,
    ) -> Option<Placer<'a>> {
        let form = session.target.form(&tenant.regulation)?;
        Some(Placer {
            db: &self.db,
            world: tenant.world(organization, self.clock.now()),
            operator: actor.operator,
            member: actor.member,
            form,
            unit: session.chosen.unit?,
        })
    }

    /// Which column fills which field: guessed, as it was last time, and as the person chose.
    async fn import_mapping(
        &self,
        actor: Actor,
        session: &Session,
        layout: &layout::Layout,
    ) -> Result<Mapping, AppError> {
        let target = session.target.name();
        let text =
            store::import_run::find_mapping(&self.db, actor.operator, target, &layout.signature())
                .await?;
        // What an older version of Kitei remembered may no longer be readable; then it is guessed again.
        let remembered = text.and_then(|text| serde_json::from_str(&text).ok());
        let mut mapping = mapping::guess(layout, &session.fields, remembered.as_ref());
        for (column, field) in &session.chosen.columns {
            mapping.choose(*column, field.as_deref());
        }
        Ok(mapping)
    }
}
