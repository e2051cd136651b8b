//! Until when records are kept, as lists know it: worked out with each change of a record, and again where the rules have changed.

use std::collections::BTreeSet;

use engine::{Record, RecordId, World, disposal::keeping};
use jiff::tz::TimeZone;
use regulation::Form;
use sha2::{Digest as _, Sha256};
use store::{Keep, disposal::Reworked};

use crate::{App, Tenant, error::AppError, records::reference};

/// Counts the ways in which the end of a period was ever worked out.
const WAY: u8 = 1;
/// Records worked out in one transaction.
const TOGETHER: u32 = 200;

/// Until when a record is kept, and the mark of the rules that say so.
pub(crate) fn keep(world: World<'_>, form: &Form, record: &Record) -> Keep {
    let until = keeping(world, form, record).until().map(|day| day.to_string());
    Keep { until, rule: rule(form, world.zone) }
}

/// The mark of what the end of a period depends on besides the record; never 0.
fn rule(form: &Form, zone: &TimeZone) -> i64 {
    let text = format!("{WAY} {:?} {:?}", form.retention, zone.iana_name());
    let digest = Sha256::digest(text);
    let first = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    i64::try_from(first >> 1).unwrap_or(i64::MAX) | 1
}

/// The records that a record points to, in what is in force and in the copy being worked on.
pub(crate) fn links(world: World<'_>, form: &Form, record: &Record) -> Vec<RecordId> {
    let mut found = BTreeSet::new();
    for fields in [record.fields_in_force(), record.fields()] {
        found.extend(reference::ids(world.regulation, &form.fields, fields));
    }
    found.remove(&record.id);
    found.into_iter().collect()
}

impl App {
    /// Works out again until when records are kept, where that was done by other rules or not at all. Nobody waits for it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn refresh_keeping(&self) -> Result<u64, AppError> {
        let mut count = 0;
        for tenant in self.tenants.all() {
            for form in &tenant.regulation.forms {
                count += self.refresh_form(&tenant, form).await?;
            }
        }
        Ok(count)
    }

    pub(crate) async fn refresh_form(&self, tenant: &Tenant, form: &Form) -> Result<u64, AppError> {
        let (mark, mut count) = (rule(form, &tenant.time_zone), 0);
        loop {
            let wanted = (form.id.as_str(), mark);
            let rows =
                store::disposal::unworked(&self.db, tenant.operator, wanted, TOGETHER).await?;
            if rows.is_empty() {
                return Ok(count);
            }
            let organization = tenant.organization();
            let world = tenant.world(&organization, self.clock.now());
            let mut reworked = Vec::with_capacity(rows.len());
            for row in rows {
                // What cannot be read is kept, and found when the database is verified.
                let record: Option<Record> = serde_json::from_str(&row.body).ok();
                reworked.push(Reworked {
                    rid: row.rid,
                    version: row.version,
                    keep: record
                        .as_ref()
                        .map_or(Keep { until: None, rule: mark }, |it| keep(world, form, it)),
                    links: record.as_ref().map_or_else(Vec::new, |it| links(world, form, it)),
                });
                count += 1;
            }
            store::disposal::put_keep(&self.db, reworked).await?;
        }
    }
}
