//! Packs: records with their events, proofs and papers in one file, for somebody who has to trust nobody here.
//!
//! What is in a pack and how it is checked stands in `evidence::pack`; here is who may take one, and where its contents come
//! from.

use std::io::{Read, Seek, Write};

use engine::{Citation, MemberId, Record, RecordEvent, RecordId, Refusal, World};
use evidence::{
    Checkpoint, InclusionDocument, SignedNote,
    pack::{
        About, CheckedRecord, EVENTS, EventsFile, Octets, PackError, PackReport, PackTrust,
        PackWriter, PackedEvent, PackedRecord, RECORD_JSON,
    },
};
use jiff::{Timestamp, civil::Date};
use regulation::{Form, Language, Scope};
use store::event::OpenEvent;

use crate::{Actor, App, Tenant, error::AppError, records::may_in_force};

pub use evidence::pack::PAGE;

/// Most records in a pack: each has its paper, and a paper takes a while.
pub const RECORDS: usize = 2_000;
/// How often a record is read again because it changed meanwhile.
const TRIES: usize = 5;

/// What a pack is to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackRequest {
    /// These records; with none, those of the forms.
    pub records: Vec<RecordId>,
    /// Records of these forms; with none, of all that the person may take packs of.
    pub forms: Vec<String>,
    /// Only records that something happened to since this day.
    pub since: Option<Date>,
}

/// What a pack came to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// Records.
    pub records: usize,
    /// Their events.
    pub events: usize,
}

/// A record on its way into a pack.
struct Entry {
    about: PackedRecord,
    events: Vec<OpenEvent>,
}

impl App {
    /// Whether somebody may take packs of a form: whoever holds an office and reads the form's records in every unit. A pack
    /// shows whole histories and is made to be handed on; those who read only their own unit's records do not hand on.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such form.
    pub fn may_pack(&self, actor: Actor, form: &str) -> Result<bool, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        Ok(may_pack(world, actor, tenant.form(form)?))
    }

    /// Writes a pack.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the person may not take one of these; [`AppError::NotFound`] for a record that they may not
    /// see; [`AppError::Invalid`] with nothing to pack, or too much; what the database says. What `out` got by then is a
    /// fragment to throw away.
    pub async fn pack<W: Write + Seek + Send>(
        &self,
        actor: Actor,
        request: &PackRequest,
        language: Language,
        out: W,
    ) -> Result<(W, Packed), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let ids = self.ids_to_pack(&tenant, actor, request).await?;
        let mut pack = PackWriter::new(out, self.about(&tenant, actor)).map_err(unwritten)?;
        let mut entries = Vec::with_capacity(ids.len());
        for id in ids {
            entries.extend(self.pack_record(&tenant, actor, id, language, &mut pack).await?);
        }
        if entries.is_empty() {
            return Err(nothing());
        }
        // Read after all events: it covers every one of them.
        let note = self.checkpoint().await?.ok_or(AppError::NotFound)?;
        let packed = Packed {
            records: entries.len(),
            events: entries.iter().map(|entry| entry.events.len()).sum(),
        };
        for entry in entries {
            self.pack_events(entry, &note, &mut pack).await?;
        }
        let out = pack.finish(&note, &self.log_key.signer()?).map_err(unwritten)?;
        Ok((out, packed))
    }

    fn about(&self, tenant: &Tenant, actor: Actor) -> About {
        let organization = tenant.organization();
        let member = organization.member(actor.member).map(|member| member.name.clone());
        About {
            operator: tenant.name.clone(),
            made_at: self.clock.now().to_string(),
            made_by: member.unwrap_or_default(),
        }
    }

    async fn ids_to_pack(
        &self,
        tenant: &Tenant,
        actor: Actor,
        request: &PackRequest,
    ) -> Result<Vec<RecordId>, AppError> {
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        if !request.records.is_empty() {
            if request.records.len() > RECORDS {
                return Err(too_many());
            }
            return Ok(request.records.clone());
        }
        let midnight = request.since.map(|day| day.to_zoned(tenant.time_zone.clone())).transpose();
        let since = midnight.map_err(AppError::internal)?;
        let since = since.map_or(i64::MIN, |day| day.timestamp().as_microsecond());
        let forms: Vec<&Form> = if request.forms.is_empty() {
            let forms = tenant.regulation.forms.iter();
            forms.filter(|form| may_pack(world, actor, form)).collect()
        } else {
            request.forms.iter().map(|form| tenant.form(form)).collect::<Result<_, _>>()?
        };
        if let Some(form) = forms.iter().find(|form| !may_pack(world, actor, form)) {
            return Err(refused(Some(form)));
        }
        if forms.is_empty() {
            return Err(refused(None));
        }
        let mut ids = Vec::new();
        for form in forms {
            let most = u32::try_from(RECORDS + 1).unwrap_or(u32::MAX);
            let (db, operator) = (&self.db, actor.operator);
            ids.extend(store::record::list_ids_since(db, operator, &form.id, since, most).await?);
            if ids.len() > RECORDS {
                return Err(too_many());
            }
        }
        Ok(ids)
    }

    /// Writes a record's paper and JSON; its events come when the checkpoint is known. `None` where nothing of it may be shown:
    /// a draft of somebody else.
    async fn pack_record<W: Write + Seek + Send>(
        &self,
        tenant: &Tenant,
        actor: Actor,
        id: RecordId,
        language: Language,
        pack: &mut PackWriter<W>,
    ) -> Result<Option<Entry>, AppError> {
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let mut current = 0;
        for _ in 0..TRIES {
            let seen = match self.seen(tenant, world, actor, id).await {
                Err(AppError::NotFound | AppError::Erased) => return Ok(None),
                seen => seen?,
            };
            let form = tenant.form(&seen.record.form)?;
            if !may_pack(world, actor, form) {
                return Err(refused(Some(form)));
            }
            let mut events = store::event::list_open(&self.db, actor.operator, id.0).await?;
            seen.keep_shown(&mut events);
            let rows = events
                .iter()
                .map(|row| Some((row.body.clone().into_bytes(), MemberId(row.actor), row.at)));
            let Some(record) = made_of(id, rows) else { return Ok(None) };
            let paper = self.record_pdf(actor, id, language).await?;
            // Paper and events are of the same moment, or both are made again.
            current = self.seen(tenant, world, actor, id).await?.record.version;
            if current != seen.record.version {
                continue;
            }
            let folder = folder(form, &seen.row.number, id);
            pack.add(&format!("{folder}/record.pdf"), &paper).map_err(unwritten)?;
            let json = serde_json::to_vec(&record)?;
            pack.add(&format!("{folder}/{RECORD_JSON}"), &json).map_err(unwritten)?;
            let about = PackedRecord {
                folder,
                id: id.to_string(),
                form: form.id.clone(),
                number: seen.row.number,
                title: form.full_title(language),
                events: u64::try_from(events.len()).unwrap_or(u64::MAX),
            };
            pack.add_record(about.clone());
            return Ok(Some(Entry { about, events }));
        }
        Err(AppError::Conflict { record: id, current })
    }

    async fn pack_events<W: Write + Seek + Send>(
        &self,
        entry: Entry,
        note: &str,
        pack: &mut PackWriter<W>,
    ) -> Result<(), AppError> {
        let keys = [self.log_key.verifier_key()?];
        let size = Checkpoint::open(note.as_bytes(), &keys).map_err(AppError::internal)?.size();
        let checkpoint = SignedNote::parse(note.as_bytes()).map_err(AppError::internal)?;
        let mut events = Vec::with_capacity(entry.events.len());
        for row in entry.events {
            let index = u64::try_from(row.seq - 1).unwrap_or_default();
            let proof = store::log::prove_inclusion(&self.db, index, size).await?;
            let proof = proof
                .ok_or_else(|| AppError::internal(format_args!("no proof for leaf {index}")))?;
            let document = InclusionDocument { extra: None, proof, checkpoint: checkpoint.clone() };
            events.push(PackedEvent {
                index,
                leaf: Octets::new(row.leaf_bytes()),
                opening: Some(store::event::hex(&row.opening)),
                body: Octets::Text(row.body),
                sealed: None,
                proof: document.to_string(),
            });
        }
        let path = format!("{}/{EVENTS}", entry.about.folder);
        let file = EventsFile { record: entry.about.id, events };
        pack.add(&path, &serde_json::to_vec_pretty(&file)?).map_err(unwritten)
    }
}

/// Checks a pack, each record also against what its events make of it.
pub fn verify<R: Read + Seek>(file: R, trust: &PackTrust) -> PackReport {
    evidence::pack::verify(file, trust, |checked: CheckedRecord<'_>| {
        let made = checked.about.id.parse().ok().and_then(|id| remade(id, &checked));
        made.is_some_and(|made| serde_json::to_vec(&made).is_ok_and(|json| json == checked.json))
    })
}

/// A record made again from the events of a pack; who did what and when is read from the leaves.
fn remade(id: RecordId, checked: &CheckedRecord<'_>) -> Option<Record> {
    #[derive(serde::Deserialize)]
    struct Leaf {
        actor: MemberId,
        at: i64,
    }
    made_of(
        id,
        checked.events.iter().map(|packed| {
            let leaf: Leaf = serde_json::from_slice(&packed.leaf.to_bytes()?).ok()?;
            Some((packed.body.to_bytes()?, leaf.actor, leaf.at))
        }),
    )
}

/// A record made from its events: the JSON, who did it, and when in microseconds; `None` where one of them cannot be read.
fn made_of(
    id: RecordId,
    events: impl Iterator<Item = Option<(Vec<u8>, MemberId, i64)>>,
) -> Option<Record> {
    let mut record: Option<Record> = None;
    for event in events {
        let (body, by, at) = event?;
        let event: RecordEvent = serde_json::from_slice(&body).ok()?;
        match &mut record {
            None => record = Some(Record::begin(id, &event)?),
            Some(record) => record.apply(&event, by, Timestamp::from_microsecond(at).ok()?),
        }
    }
    record
}

fn may_pack(world: World<'_>, actor: Actor, form: &Form) -> bool {
    world.organization.held_by(actor.member, world.today).next().is_some()
        && world
            .organization
            .units()
            .all(|unit| may_in_force(world, actor.member, form, unit.id, "read"))
}

/// A folder that every file system takes: form, number, and enough of the id that no two are alike.
fn folder(form: &Form, number: &str, id: RecordId) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let number: String = number.chars().filter(|letter| plain(*letter)).take(40).collect();
    let form: String = form.id.chars().filter(|letter| plain(*letter)).take(60).collect();
    format!("records/{form}/{number}-{}", id.0.simple())
}

/// Who reads all of a form is said where its readers are: that clause is cited.
fn refused(form: Option<&Form>) -> AppError {
    let readers = form.into_iter().flat_map(|form| &form.readers);
    let clause = readers.filter(|grant| grant.scope == Scope::Operator).map(|grant| &grant.clause);
    let clause = clause.into_iter().next().map_or("", String::as_str);
    AppError::Refused(Refusal::one(Citation::of_act(
        clause,
        "証跡パックは、その様式の記録をすべての部署について読む役職の人だけが作れます",
        "only somebody whose office reads the records of this form in every unit can take a pack of them",
    )))
}

fn nothing() -> AppError {
    AppError::invalid(
        "records",
        "パックに入れる記録がありません",
        "there is no record to put into a pack",
    )
}

fn too_many() -> AppError {
    AppError::invalid(
        "records",
        format!("1つのパックに入る記録は{RECORDS}件までです。様式や日付で絞り込んでください"),
        format!("a pack holds at most {RECORDS} records; narrow them by form or date"),
    )
}

fn unwritten(error: PackError) -> AppError {
    match error {
        PackError::TooLarge => AppError::invalid(
            "records",
            "パックが大きくなりすぎます。様式や日付で絞り込んでください",
            "the pack would be too large; narrow it by form or date",
        ),
        other => AppError::internal(other),
    }
}
