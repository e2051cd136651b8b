//! Brings the rows of a run up to date: read with the people of now, mended, placed. An edit touches only its own row.

use std::{collections::HashMap, sync::Arc};

use import::{Mapping, layout, mapping, normalize};

use super::{
    place::Placer,
    session::{Session, Staged},
    target::directory,
};
use crate::{Actor, App, Tenant, error::AppError, member_import};

/// Signature under which the newest mapping of each heading is remembered, whatever stands beside it.
const ANY_HEADINGS: &str = "";

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
        let (tenant_of_rows, edits) = (Arc::clone(tenant), session.chosen.table.edits.clone());
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
                if let Some(at) = staged.position(edit.row()) {
                    edit.apply(&mut staged.rows, at, &fields, &directory);
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
        let mut remembered = self.remembered_mapping(actor, target, &layout.signature()).await?;
        if remembered.is_none() {
            remembered = self.remembered_mapping(actor, target, ANY_HEADINGS).await?;
        }
        let mut mapping = mapping::guess(layout, &session.fields, remembered.as_ref());
        for (column, field) in &session.chosen.table.columns {
            mapping.choose(*column, field.as_deref());
        }
        Ok(mapping)
    }

    async fn remembered_mapping(
        &self,
        actor: Actor,
        target: &str,
        signature: &str,
    ) -> Result<Option<Mapping>, AppError> {
        let text =
            store::import_run::find_mapping(&self.db, actor.operator, target, signature).await?;
        // What an older version of Kitei remembered may no longer be readable; then it is guessed again.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Remembers a mapping for the next table with these headings, and heading by heading for any other.
    pub(super) async fn remember_mapping(
        &self,
        actor: Actor,
        target: &str,
        mapping: &Mapping,
    ) -> Result<(), AppError> {
        let before = self.remembered_mapping(actor, target, ANY_HEADINGS).await?;
        let all = mapping.clone().over(before.as_ref());
        for (signature, mapping) in [(mapping.signature.as_str(), mapping), (ANY_HEADINGS, &all)] {
            let text = serde_json::to_string(mapping)?;
            store::import_run::put_mapping(&self.db, actor.operator, target, signature, &text)
                .await?;
        }
        Ok(())
    }
}
