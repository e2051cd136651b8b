//! An operator in memory: its regulation, its compiled rules, its people.

use std::{
    cmp::Reverse,
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};

use engine::{
    Judge, MemberId, Names, OperatorId, Organization, RecordId, Unit, UnitId, World, review,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use law::calendar::business::BusinessCalendar;
use regulation::{FieldKind, Folder, Form, FormKind, Language, Regulation, Severity};
use store::{Db, operator::OperatorRow, organization::Versioned};

use crate::{bundled, clock::day_in, duties::board::BoardPlace, error::AppError};

/// Folder of an operator's own regulations in the data folder.
pub(crate) const OWN_REGULATIONS: &str = "regulations";

/// An operator in memory.
pub struct Tenant {
    /// Id.
    pub operator: OperatorId,
    /// Name.
    pub name: String,
    /// Time zone: decides what day it is.
    pub time_zone: TimeZone,
    /// The regulation it runs, without its scenarios: they are most of it, and nothing that runs asks for them.
    pub regulation: Regulation,
    /// Its compiled policies.
    pub judge: Judge,
    /// Which days are open.
    pub calendar: BusinessCalendar,
    /// The day from which duties count: that of the founding.
    pub since: Date,
    pub(crate) board: BoardPlace,
    zone_name: String,
    files: Folder,
    with_scenarios: OnceLock<Regulation>,
    registers: Vec<String>,
    organization: RwLock<Current>,
    open_to: Mutex<HashMap<OpenKey, Option<Arc<[UnitId]>>>>,
}

/// The organization as it is known, and how many events have made it.
#[derive(Clone)]
pub(crate) struct Current {
    pub(crate) organization: Arc<Organization>,
    pub(crate) version: u64,
}

impl From<Versioned> for Current {
    fn from(versioned: Versioned) -> Self {
        Self { organization: Arc::new(versioned.organization), version: versioned.version }
    }
}

/// What units are open to a member for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Purpose {
    /// Reading records that are no drafts.
    Read,
    /// Reading drafts of others.
    ReadDrafts,
    /// Drafting.
    Draft,
}

/// Member, form, purpose and the day: what a set of units depends on besides the organization.
type OpenKey = (MemberId, String, Purpose, Date);

/// Most remembered sets of units.
const REMEMBERED: usize = 100_000;

impl Tenant {
    fn new(row: OperatorRow, folder: &Path, organization: Versioned) -> Result<Self, AppError> {
        let own = folder.join(OWN_REGULATIONS).join(&row.regulation);
        let files = if own.is_dir() {
            bundled::read(&own)?
        } else {
            bundled::folder(&row.regulation).unwrap_or_default()
        };
        let (regulation, report) = regulation::check::check_folder(&files.without_scenarios());
        if let Some(fault) =
            report.diagnostics.iter().find(|fault| fault.severity == Severity::Error)
        {
            return Err(AppError::internal(format_args!(
                "regulation `{}` is broken at {}:{}: {}",
                row.regulation, fault.place.file, fault.place.line, fault.message.en
            )));
        }
        let judge =
            Judge::new(&regulation).map_err(|_| AppError::internal("the rules do not compile"))?;
        let time_zone = TimeZone::get(&row.time_zone).map_err(AppError::internal)?;
        let registers = by_references(&regulation);
        Ok(Self {
            operator: OperatorId(row.id),
            name: row.name,
            since: day_in(
                &time_zone,
                Timestamp::from_microsecond(row.created_at).unwrap_or_default(),
            ),
            time_zone,
            zone_name: row.time_zone,
            regulation,
            judge,
            calendar: BusinessCalendar::public_offices(),
            board: BoardPlace::default(),
            files,
            with_scenarios: OnceLock::new(),
            registers,
            organization: RwLock::new(organization.into()),
            open_to: Mutex::new(HashMap::new()),
        })
    }

    /// The regulation with its scenarios, read when first asked for: see [`Tenant::prepare_scenarios`].
    #[must_use]
    pub fn with_scenarios(&self) -> &Regulation {
        self.with_scenarios.get_or_init(|| regulation::read::load(&self.files).regulation)
    }

    /// Reads the scenarios where no request waits: they are megabytes of text.
    ///
    /// # Errors
    /// [`AppError::Internal`] when the reading broke off.
    pub async fn prepare_scenarios(self: &Arc<Self>) -> Result<(), AppError> {
        if self.with_scenarios.get().is_some() {
            return Ok(());
        }
        let tenant = Arc::clone(self);
        let read = move || tenant.with_scenarios().scenarios.len();
        tokio::task::spawn_blocking(read).await.map_err(AppError::internal)?;
        Ok(())
    }

    /// IANA name of the time zone.
    pub(crate) fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// The registers, those first that most other forms refer to: what the others hang on is what is looked up.
    pub fn registers(&self) -> impl Iterator<Item = &Form> {
        self.registers.iter().filter_map(|id| self.regulation.form(id))
    }

    /// The organization as it is now.
    #[must_use]
    pub fn organization(&self) -> Arc<Organization> {
        self.versioned().organization
    }

    /// The organization as it is now, with its version.
    pub(crate) fn versioned(&self) -> Current {
        self.organization.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes a changed organization in. An older one than is known comes too late and is left.
    pub(crate) fn take_organization(&self, read: Versioned) {
        let mut known = self.organization.write().unwrap_or_else(PoisonError::into_inner);
        if read.version > known.version {
            *known = read.into();
            // Within the lock, so that nobody remembers units of the old one after this.
            self.open_to.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    /// The world at a moment.
    pub fn world<'a>(&'a self, organization: &'a Organization, now: Timestamp) -> World<'a> {
        World {
            regulation: &self.regulation,
            judge: &self.judge,
            organization,
            now,
            today: day_in(&self.time_zone, now),
            zone: &self.time_zone,
        }
    }

    /// When the review of a form last began, where the operator is; `None` where it has none.
    pub(crate) fn review_began(&self, form: &Form, world: World<'_>) -> Option<Timestamp> {
        let window = review::latest(&self.regulation, form.review.as_ref()?, world.today)?;
        let begins = window.begins.to_zoned(self.time_zone.clone()).ok()?;
        Some(begins.timestamp())
    }

    /// What values are called; `records` knows the records that they point to.
    pub fn names<'a>(
        &'a self,
        organization: &'a Organization,
        records: &'a dyn Fn(RecordId) -> Option<String>,
        language: Language,
    ) -> Names<'a> {
        Names { regulation: &self.regulation, organization, records, language }
    }

    /// The form with this id.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the regulation has none.
    pub fn form(&self, id: &str) -> Result<&Form, AppError> {
        self.regulation.form(id).ok_or(AppError::NotFound)
    }

    /// The units whose records of a form a member may read: `None` is all of them.
    ///
    /// Asked of the same policies as everything else, once for each unit, and remembered until people change.
    pub fn readable_units(
        &self,
        world: World<'_>,
        member: MemberId,
        form: &Form,
        are_drafts: bool,
    ) -> Option<Arc<[UnitId]>> {
        let purpose = if are_drafts { Purpose::ReadDrafts } else { Purpose::Read };
        let key = (member, form.id.clone(), purpose, world.today);
        self.units_open(world, key, |unit| {
            crate::records::may_read_in(world, member, form, unit.id, are_drafts)
        })
    }

    /// The open units for which a member may draft a form, asked and remembered as [`Tenant::readable_units`].
    pub fn drafting_units(&self, world: World<'_>, member: MemberId, form: &Form) -> Vec<UnitId> {
        let key = (member, form.id.clone(), Purpose::Draft, world.today);
        let units = self.units_open(world, key, |unit| {
            crate::records::may_draft_in(world, member, form, unit.id)
        });
        units.map_or_else(
            || world.organization.units().map(|unit| unit.id).collect(),
            |units| units.to_vec(),
        )
    }

    /// The units that hold; `None` is all of them.
    fn units_open(
        &self,
        world: World<'_>,
        key: OpenKey,
        holds: impl Fn(&Unit) -> bool,
    ) -> Option<Arc<[UnitId]>> {
        if let Some(units) = self.open_to.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return units.clone();
        }
        let all = world.organization.units().count();
        let units: Vec<_> =
            world.organization.units().filter(|unit| holds(unit)).map(|unit| unit.id).collect();
        let units: Option<Arc<[UnitId]>> =
            if units.len() == all { None } else { Some(units.into()) };
        let known = self.organization.read().unwrap_or_else(PoisonError::into_inner);
        // What was worked out on an older organization must not be remembered for the newer one.
        if std::ptr::eq(Arc::as_ptr(&known.organization), world.organization) {
            let mut remembered = self.open_to.lock().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= REMEMBERED {
                remembered.clear();
            }
            remembered.insert(key, units.clone());
        }
        drop(known);
        units
    }
}

/// Ids of the registers, in order of how many fields of other forms point to them.
fn by_references(regulation: &Regulation) -> Vec<String> {
    let mut pointed: HashMap<&str, usize> = HashMap::new();
    for field in regulation.forms.iter().flat_map(|form| &form.fields) {
        if let FieldKind::Record { form } = &field.kind {
            *pointed.entry(form).or_default() += 1;
        }
    }
    let registers = regulation.forms.iter().filter(|form| form.kind == FormKind::Register);
    let mut ids: Vec<_> = registers.map(|form| form.id.clone()).collect();
    ids.sort_by_key(|id| Reverse(pointed.get(id.as_str()).copied().unwrap_or_default()));
    ids
}

/// All operators of the database.
#[derive(Default)]
pub(crate) struct Tenants {
    by_operator: RwLock<HashMap<OperatorId, Arc<Tenant>>>,
}

impl Tenants {
    /// Loads every operator.
    pub(crate) async fn load(db: &Db, folder: &Path) -> Result<Self, AppError> {
        let tenants = Self::default();
        for row in store::operator::list(db).await? {
            tenants.add(db, folder, row).await?;
        }
        Ok(tenants)
    }

    /// Loads an operator.
    pub(crate) async fn add(
        &self,
        db: &Db,
        folder: &Path,
        row: OperatorRow,
    ) -> Result<Arc<Tenant>, AppError> {
        let organization = store::organization::load_versioned(db, OperatorId(row.id)).await?;
        let tenant = Arc::new(Tenant::new(row, folder, organization)?);
        let mut tenants = self.by_operator.write().unwrap_or_else(PoisonError::into_inner);
        tenants.insert(tenant.operator, Arc::clone(&tenant));
        Ok(tenant)
    }

    /// An operator.
    pub(crate) fn get(&self, operator: OperatorId) -> Option<Arc<Tenant>> {
        self.by_operator
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&operator)
            .map(Arc::clone)
    }

    /// All of them, in no order.
    pub(crate) fn all(&self) -> Vec<Arc<Tenant>> {
        let tenants = self.by_operator.read().unwrap_or_else(PoisonError::into_inner);
        tenants.values().map(Arc::clone).collect()
    }

    /// Whether there is any operator yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_operator.read().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}
