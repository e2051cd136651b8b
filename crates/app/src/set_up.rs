//! The first run: an operator is named, a regulation chosen, and the first administrator gets an account.

use engine::{Member, MemberId, OperatorId, Unit, UnitId, organize};
use regulation::Text;
use store::{Change, Side, operator::OperatorRow};

use crate::{Actor, App, access, bundled, error::AppError, random};

/// What the set-up page asks for.
#[derive(Debug, Clone, Default)]
pub struct SetUp {
    /// Name of the operator.
    pub operator: String,
    /// Regulation id.
    pub regulation: String,
    /// Name of the first administrator.
    pub name: String,
    /// Login of the first administrator.
    pub login: String,
    /// Password of the first administrator.
    pub password: String,
}

#[cfg(test)]
impl SetUp {
    /// A new operator for tests of this crate.
    pub(crate) fn sample() -> Self {
        Self {
            operator: "一般社団法人 見本協会".into(),
            regulation: "association-pms".into(),
            name: "管理 一郎".into(),
            login: "admin".into(),
            password: "見本の長いパスワード8号".into(),
        }
    }
}

impl SetUp {
    /// Everything that is missing or cannot be used: which field, and how to mend it.
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, Text)> {
        let is_known = bundled::folder(&self.regulation).is_some();
        let password = access::password_fault(&self.password);
        [
            (
                "operator",
                self.operator.trim().is_empty(),
                "団体の名称を記入してください",
                "name the organization",
            ),
            ("regulation", !is_known, "規程を選んでください", "choose a regulation"),
            (
                "name",
                self.name.trim().is_empty(),
                "管理者の氏名を記入してください",
                "give your name",
            ),
            (
                "login",
                self.login.trim().is_empty(),
                "ログイン名を記入してください",
                "choose a login",
            ),
        ]
        .into_iter()
        .filter(|(_, is_fault, ..)| *is_fault)
        .map(|(field, _, ja, en)| (field, Text::new(ja, en)))
        .chain(password.map(|message| ("password", message)))
        .collect()
    }
}

/// Time zone of operators: the regulations are Japanese.
const TIME_ZONE: &str = "Asia/Tokyo";

impl App {
    /// Whether nobody has set this server up yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.tenants.is_empty()
    }

    /// Sets an operator up.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming the field, also when the server has been set up already; what the database says.
    pub async fn set_up(&self, request: &SetUp) -> Result<Actor, AppError> {
        if let Some((field, message)) = request.faults().into_iter().next() {
            return Err(AppError::Invalid { field: field.to_owned(), message });
        }
        let folder = bundled::folder(&request.regulation).ok_or(AppError::NotFound)?;
        let regulation = regulation::read::load(&folder.without_scenarios()).regulation;
        let root_kind = regulation
            .root_kind()
            .ok_or_else(|| AppError::internal("the regulation has no root kind"))?;

        let operator = OperatorId(random::id());
        let root = Unit {
            id: UnitId(random::id()),
            kind: root_kind.id.clone(),
            name: request.operator.trim().to_owned(),
            parent: None,
            closed_on: None,
        };
        let administrator = Member {
            id: MemberId(random::id()),
            number: String::new(),
            name: request.name.trim().to_owned(),
            kana: String::new(),
            unit: root.id,
            post: String::new(),
            kind: String::new(),
            mail: String::new(),
            joined_on: None,
            left_on: None,
        };
        let actor = Actor { operator, member: administrator.id };
        // The password is checked before anything is written.
        let known = [request.login.as_str(), &request.name, &request.operator];
        let rule = regulation.access.password.as_ref();
        let guard = access::Guard { rule, known: &known };
        let hash = access::checked_hash(&request.password, guard).await?;
        let now = self.clock.now();
        let row = OperatorRow {
            id: operator.0,
            name: request.operator.trim().to_owned(),
            regulation: request.regulation.clone(),
            time_zone: TIME_ZONE.to_owned(),
            created_at: now.as_microsecond(),
        };
        // One change: a crash, or somebody who sets up at the same time, leaves all of it or nothing.
        let change = Change {
            sides: vec![
                Side::FirstOperator {
                    name: row.name.clone(),
                    regulation: row.regulation.clone(),
                    time_zone: row.time_zone.clone(),
                },
                Side::Account {
                    member: actor.member,
                    login: request.login.trim().to_lowercase(),
                    password_hash: hash,
                },
            ],
            organization: organize::founding(root, administrator),
            organization_before: Some(0),
            ..Change::new(operator, actor.member, now)
        };
        self.writer.commit(change).await?;
        let tenant = self.tenants.add(&self.db, &self.folder, row).await?;
        self.settle_moments(&tenant).await?;
        Ok(actor)
    }
}
