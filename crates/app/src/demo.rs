//! The sample operator of `make demo`, made through the same use cases as any other. Who it is and what it holds is in
//! `samples/demo.json`; the workbook that a newcomer imports is left for them to import.

mod many;
mod sample;

use std::collections::HashMap;

use engine::{Act, Fields, Organization, UnitId, act::ActCommand, organize::OrganizationCommand};
use serde::Serialize;
use serde_json::Value;

pub use many::{Many, many};

use sample::{Sample, SampleRecord};

use crate::{
    Actor, App,
    error::AppError,
    importing::{MEMBERS, RunOptions},
    organization::appointment,
    random,
    records::plain_act,
    set_up::SetUp,
};

/// The register workbook that a newcomer imports.
pub const REGISTER_WORKBOOK: &[u8] = include_bytes!("../samples/holdings-register.xlsx");
/// The member list that the demo has imported.
const MEMBER_LIST: &[u8] = include_bytes!("../samples/members-cp932.csv");

/// Password of all sample members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DemoPassword {
    /// A new one each time.
    #[default]
    Generated,
    /// This one; at least twelve characters.
    Fixed(String),
}

/// The sample operator, as `kitei demo --json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demo {
    /// Who can sign in.
    pub members: Vec<DemoMember>,
}

/// A sample member who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoMember {
    /// Name.
    pub name: String,
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
    /// API token.
    pub token: String,
    /// Titles of the offices held.
    pub offices: Vec<String>,
}

/// Fills an empty database with the sample operator.
///
/// # Errors
/// [`AppError::Invalid`] when there is an operator already or the password is too short; what the database says.
pub async fn fill(app: &App, password: DemoPassword) -> Result<Demo, AppError> {
    if !app.is_new() {
        return Err(AppError::invalid(
            "data",
            "空のデータフォルダで始めてください",
            "begin with an empty data folder",
        ));
    }
    let password = match password {
        DemoPassword::Generated => random::password(),
        DemoPassword::Fixed(password) => password,
    };
    let sample = Sample::read()?;
    let set_up = SetUp {
        operator: sample.operator.clone(),
        regulation: sample.regulation.clone(),
        name: sample.administrator.name.clone(),
        login: sample.administrator.login.clone(),
        password: password.clone(),
    };
    let administrator = app.set_up(&set_up).await?;
    app.import_file(
        administrator,
        (MEMBERS, None),
        &sample.member_list,
        MEMBER_LIST.to_vec(),
        RunOptions::default(),
    )
    .await?;
    let filling =
        Filling { app, people: people(app, administrator, &sample)?, administrator, sample };
    filling.appoint().await?;
    filling.write_records().await?;
    Ok(Demo { members: filling.sign_up(&password).await? })
}

/// Everybody with a login.
fn people(
    app: &App,
    administrator: Actor,
    sample: &Sample,
) -> Result<HashMap<String, Actor>, AppError> {
    let organization = app.tenant(administrator.operator)?.organization();
    let mut people = HashMap::from([(sample.administrator.login.clone(), administrator)]);
    for account in &sample.accounts {
        let member = organization.members().find(|member| member.number == account.number);
        let member = member.ok_or_else(|| {
            AppError::internal(format_args!("no sample member `{}`", account.number))
        })?;
        people.insert(
            account.login.clone(),
            Actor { operator: administrator.operator, member: member.id },
        );
    }
    Ok(people)
}

/// The demo while it is being made.
struct Filling<'a> {
    app: &'a App,
    administrator: Actor,
    people: HashMap<String, Actor>,
    sample: Sample,
}

impl Filling<'_> {
    fn person(&self, login: &str) -> Result<Actor, AppError> {
        self.people
            .get(login)
            .copied()
            .ok_or_else(|| AppError::internal(format_args!("no sample login `{login}`")))
    }

    /// The unit with this path; an empty one is the operator itself.
    fn unit(organization: &Organization, path: &str) -> Result<UnitId, AppError> {
        let root = organization.root().filter(|_| path.is_empty());
        let found = root
            .or_else(|| organization.units().find(|unit| organization.unit_path(unit.id) == path));
        found
            .map(|unit| unit.id)
            .ok_or_else(|| AppError::internal(format_args!("no sample unit `{path}`")))
    }

    async fn appoint(&self) -> Result<(), AppError> {
        let tenant = self.app.tenant(self.administrator.operator)?;
        for sample in &self.sample.appointments {
            let organization = tenant.organization();
            let today = tenant.world(&organization, self.app.clock().now()).today;
            let member = organization
                .member(self.person(&sample.member)?.member)
                .ok_or(AppError::NotFound)?;
            let unit = organization
                .unit(Self::unit(&organization, &sample.unit)?)
                .ok_or(AppError::NotFound)?;
            let appointment = appointment(member, &sample.office, unit, today);
            self.app
                .organize(self.person(&sample.by)?, OrganizationCommand::Appoint(appointment))
                .await?;
        }
        Ok(())
    }

    async fn write_records(&self) -> Result<(), AppError> {
        let organization = self.app.tenant(self.administrator.operator)?.organization();
        let mut ids = HashMap::new();
        for sample in &self.sample.records {
            let SampleRecord { key, form, unit, by, fields, acts } = sample;
            let fields: Fields =
                fields.iter().map(|(id, value)| (id.clone(), self.resolved(value, &ids))).collect();
            let unit = Self::unit(&organization, unit)?;
            let id = self.app.draft(self.person(by)?, form, unit, fields).await?.record.id;
            ids.insert(key.as_str(), id.to_string());
            for sample in acts {
                let act = Act::from_name(&sample.act)
                    .ok_or_else(|| AppError::internal("an unknown act in the sample"))?;
                let command = ActCommand { comment: sample.comment.clone(), ..plain_act(act) };
                self.app.act(self.person(&sample.by)?, id, None, command).await?;
            }
        }
        Ok(())
    }

    /// A sample value with the ids of the members and records that it names.
    fn resolved(&self, value: &Value, ids: &HashMap<&str, String>) -> Value {
        match value {
            Value::String(text) => {
                let member = text.strip_prefix("member:").and_then(|login| self.people.get(login));
                let record = text.strip_prefix("record:").and_then(|key| ids.get(key));
                Value::String(
                    member
                        .map(|actor| actor.member.to_string())
                        .or_else(|| record.cloned())
                        .unwrap_or_else(|| text.clone()),
                )
            }
            Value::Array(items) => items.iter().map(|item| self.resolved(item, ids)).collect(),
            Value::Object(object) => Value::Object(
                object
                    .iter()
                    .map(|(key, value)| (key.clone(), self.resolved(value, ids)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// Gives everybody a login, a password and a token.
    async fn sign_up(&self, password: &str) -> Result<Vec<DemoMember>, AppError> {
        let tenant = self.app.tenant(self.administrator.operator)?;
        let organization = tenant.organization();
        let today = tenant.world(&organization, self.app.clock().now()).today;
        let logins = self.sample.accounts.iter().map(|account| &account.login);
        let mut members = Vec::new();
        for login in logins.chain([&self.sample.administrator.login]) {
            let actor = self.person(login)?;
            if actor != self.administrator {
                self.app.put_account(self.administrator, actor.member, login, password).await?;
            }
            let offices = organization.held_by(actor.member, today);
            let titles = offices
                .filter_map(|held| tenant.regulation.office(&held.office))
                .map(|office| office.title.ja.clone());
            members.push(DemoMember {
                name: organization
                    .member(actor.member)
                    .map(|member| member.name.clone())
                    .unwrap_or_default(),
                login: login.clone(),
                password: password.to_owned(),
                token: self.app.make_token(actor, "demo").await?,
                offices: titles.collect(),
            });
        }
        Ok(members)
    }
}
