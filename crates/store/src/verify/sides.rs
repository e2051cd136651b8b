//! Rows beside the records, made again from their events: operators, accounts, tokens, second proofs, attachments, wordings.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use engine::OperatorId;
use uuid::Uuid;

use crate::{
    Db, args,
    attachment::NAME,
    error::StoreError,
    event::{EventRow, hex},
    keeper::{EVENT, OperatorKeys},
    side::SideEvent,
};

use super::Report;

/// What the rows must be: by table and id, what the row holds.
pub(super) struct Rows {
    openers: Openers,
    /// Files of records that were erased: their events do not open any more.
    erased: BTreeSet<Uuid>,
    /// Files that were attached and have no row.
    lost: BTreeSet<Uuid>,
    operators: BTreeMap<Uuid, Operator>,
    accounts: BTreeMap<Uuid, Account>,
    tokens: BTreeMap<String, Token>,
    credentials: BTreeMap<Uuid, Credential>,
    attachments: BTreeMap<Uuid, Attachment>,
    wordings: BTreeMap<(Uuid, String), Wording>,
}

crate::row! {
    #[derive(PartialEq, Eq)]
    struct Operator {
        id: Uuid,
        name: String,
        regulation: String,
        time_zone: String,
        created_at: i64,
    }
}

crate::row! {
    #[derive(PartialEq, Eq)]
    struct Account {
        member: Uuid,
        operator: Uuid,
        login: String,
        /// The PHC string in a row, its SHA-256 once it is compared.
        password_hash: String,
        is_locked: bool,
        created_at: i64,
    }
}

crate::row! {
    #[derive(PartialEq, Eq)]
    struct Token {
        hash: Vec<u8>,
        member: Uuid,
        operator: Uuid,
        name: String,
        created_at: i64,
        expires_at: Option<i64>,
        revoked_at: Option<i64>,
    }
}

#[derive(PartialEq, Eq)]
struct Attachment {
    id: Uuid,
    operator: Uuid,
    record: Uuid,
    name: String,
    content_type: String,
    bytes: i64,
    sha256: String,
    member: Uuid,
    at: i64,
}

crate::row! {
    #[derive(PartialEq, Eq)]
    struct Credential {
        id: Uuid,
        member: Uuid,
        operator: Uuid,
        kind: String,
        name: String,
        handle: String,
        /// What the row holds; its SHA-256 once it is compared.
        secret: String,
        created_at: i64,
        revoked_at: Option<i64>,
    }
}

crate::row! {
    struct SealedAttachment {
        id: Uuid,
        operator: Uuid,
        record: Uuid,
        name: Vec<u8>,
        content_type: String,
        bytes: i64,
        sha256: String,
        member: Uuid,
        at: i64,
    }
}

crate::row! {
    #[derive(PartialEq, Eq)]
    struct Wording {
        operator: Uuid,
        clause: String,
        text: String,
        member: Uuid,
        at: i64,
    }
}

impl Rows {
    /// What the rows are made from: nothing yet, and what opens their events.
    pub(super) fn new(openers: Openers) -> Self {
        Self {
            openers,
            erased: BTreeSet::new(),
            lost: BTreeSet::new(),
            operators: BTreeMap::new(),
            accounts: BTreeMap::new(),
            tokens: BTreeMap::new(),
            credentials: BTreeMap::new(),
            attachments: BTreeMap::new(),
            wordings: BTreeMap::new(),
        }
    }

    /// Whether an event tells of such a row.
    pub(super) fn are_told_by(row: &EventRow) -> bool {
        matches!(row.subject_kind.as_str(), "operator" | "account" | "attachment" | "wording")
    }

    /// Takes an event in; events of other kinds change nothing here.
    pub(super) fn take(&mut self, row: &EventRow) {
        if !Self::are_told_by(row) {
            return;
        }
        // What cannot be read is found where rows are compared: it made none.
        let event = match self.openers.open(row) {
            Ok(body) => serde_json::from_str::<SideEvent>(&body),
            Err(StoreError::Erased) => {
                self.erased.insert(row.subject);
                return;
            }
            Err(_) => {
                if row.subject_kind == "attachment"
                    && !self.openers.files.contains_key(&row.subject)
                {
                    self.lost.insert(row.subject);
                }
                return;
            }
        };
        let Ok(event) = event else { return };
        match event {
            SideEvent::OperatorPut { name, regulation, time_zone } => {
                let made =
                    Operator { id: row.operator, name, regulation, time_zone, created_at: row.at };
                self.operators.insert(row.operator, made);
            }
            SideEvent::AccountPut { login, password_sha256 } => {
                let account = self.accounts.entry(row.subject).or_insert_with(|| Account {
                    member: row.subject,
                    operator: row.operator,
                    login: String::new(),
                    password_hash: String::new(),
                    is_locked: false,
                    created_at: row.at,
                });
                (account.login, account.password_hash) = (login, password_sha256);
            }
            SideEvent::AccountLocked => self.lock(row.subject, true),
            SideEvent::AccountUnlocked => self.lock(row.subject, false),
            SideEvent::TokenMade { .. } | SideEvent::TokenRevoked { .. } => {
                self.take_token(row, event);
            }
            SideEvent::CredentialAdded { .. } | SideEvent::CredentialRevoked { .. } => {
                self.take_credential(row, event);
            }
            SideEvent::Attached { record, name, content_type, bytes, sha256 } => {
                let made = Attachment {
                    id: row.subject,
                    operator: row.operator,
                    record: record.0,
                    name,
                    content_type,
                    bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
                    sha256,
                    member: row.actor,
                    at: row.at,
                };
                self.attachments.insert(row.subject, made);
            }
            SideEvent::WordingPut { clause, text } => {
                let key = (row.operator, clause.clone());
                if text.is_empty() {
                    self.wordings.remove(&key);
                } else {
                    let (member, at) = (row.actor, row.at);
                    self.wordings
                        .insert(key, Wording { operator: row.operator, clause, text, member, at });
                }
            }
        }
    }

    fn take_token(&mut self, row: &EventRow, event: SideEvent) {
        match event {
            SideEvent::TokenMade { name, token_sha256, expires_at } => {
                let made = Token {
                    hash: Vec::new(),
                    member: row.subject,
                    operator: row.operator,
                    name,
                    created_at: row.at,
                    expires_at,
                    revoked_at: None,
                };
                self.tokens.insert(token_sha256, made);
            }
            SideEvent::TokenRevoked { token_sha256 } => {
                let token = self.tokens.get_mut(&token_sha256);
                if let Some(token) = token.filter(|token| token.member == row.subject) {
                    token.revoked_at.get_or_insert(row.at);
                }
            }
            _ => {}
        }
    }

    fn take_credential(&mut self, row: &EventRow, event: SideEvent) {
        match event {
            SideEvent::CredentialAdded { credential, kind, name, handle, secret_sha256 } => {
                let made = Credential {
                    id: credential,
                    member: row.subject,
                    operator: row.operator,
                    kind,
                    name,
                    handle,
                    secret: secret_sha256,
                    created_at: row.at,
                    revoked_at: None,
                };
                self.credentials.insert(credential, made);
            }
            SideEvent::CredentialRevoked { credential } => {
                let known = self.credentials.get_mut(&credential);
                if let Some(known) = known.filter(|known| known.member == row.subject) {
                    known.revoked_at.get_or_insert(row.at);
                }
            }
            _ => {}
        }
    }

    fn lock(&mut self, member: Uuid, is_locked: bool) {
        if let Some(account) = self.accounts.get_mut(&member) {
            account.is_locked = is_locked;
        }
    }

    /// Compares the rows with those that are there.
    pub(super) async fn compare(&self, db: &Db, report: &mut Report) -> Result<(), StoreError> {
        let found: Vec<Operator> = db
            .all("SELECT id, name, regulation, time_zone, created_at FROM operator", args![])
            .await?;
        let found = found.into_iter().map(|row| (row.id, row)).collect();
        differences(&self.operators, &found, |row| format!("operator {}", row.id), report);

        let found: Vec<Account> = db
            .all(
                "SELECT member, operator, login, password_hash, is_locked, created_at FROM account",
                args![],
            )
            .await?;
        let found = found.into_iter().map(|mut row| {
            row.password_hash = crate::side::digest(&row.password_hash);
            (row.member, row)
        });
        differences(
            &self.accounts,
            &found.collect(),
            |row| format!("account {}", row.login),
            report,
        );

        let found: Vec<Token> = db
            .all(
                "SELECT token_hash AS hash, member, operator, name, created_at, expires_at, revoked_at FROM api_token",
                args![],
            )
            .await?;
        let found = found.into_iter().map(|mut row| (hex(&std::mem::take(&mut row.hash)), row));
        differences(
            &self.tokens,
            &found.collect(),
            |row| format!("api_token {}", row.name),
            report,
        );

        let found: Vec<Credential> = db
            .all(
                "SELECT id, member, operator, kind, name, handle, secret, created_at, revoked_at FROM credential",
                args![],
            )
            .await?;
        let found = found.into_iter().map(|mut row| {
            row.secret = crate::side::digest(&row.secret);
            (row.id, row)
        });
        differences(
            &self.credentials,
            &found.collect(),
            |row| format!("credential {}", row.name),
            report,
        );

        self.compare_attachments(db, report).await?;

        let found: Vec<Wording> =
            db.all("SELECT operator, clause, text, member, at FROM wording", args![]).await?;
        let found =
            found.into_iter().map(|row| ((row.operator, row.clause.clone()), row)).collect();
        differences(&self.wordings, &found, |row| format!("wording {}", row.clause), report);
        Ok(())
    }
}

impl Rows {
    async fn compare_attachments(&self, db: &Db, report: &mut Report) -> Result<(), StoreError> {
        let rows: Vec<SealedAttachment> = db
            .all(
                "SELECT id, operator, record, name, content_type, bytes, sha256, member, at FROM attachment",
                args![],
            )
            .await?;
        for id in &self.lost {
            report.add(
                format!("attachment {id}"),
                "証跡にある登録がありません",
                "a row that the log tells of is missing",
            );
        }
        let mut found = BTreeMap::new();
        for row in rows {
            if self.erased.contains(&row.id) {
                if !row.name.is_empty() || !row.sha256.is_empty() {
                    report.add(
                        format!("attachment {}", row.id),
                        "消去した記録の添付ファイルの控えが残っています",
                        "something is left of a file of a record that was erased",
                    );
                }
                continue;
            }
            let name = self.openers.open_name(&row);
            let made = Attachment {
                id: row.id,
                operator: row.operator,
                record: row.record,
                // A name that does not open is none that an event tells of.
                name: name.unwrap_or_default(),
                content_type: row.content_type,
                bytes: row.bytes,
                sha256: row.sha256,
                member: row.member,
                at: row.at,
            };
            found.insert(row.id, made);
        }
        let place = |row: &Attachment| format!("attachment {}", row.id);
        differences(&self.attachments, &found, place, report);
        Ok(())
    }
}

/// What opens the events of rows beside the records.
#[derive(Default)]
pub(super) struct Openers {
    operators: BTreeMap<Uuid, Arc<OperatorKeys>>,
    /// Record and slot of each attachment.
    files: BTreeMap<Uuid, FileRow>,
}

crate::row! {
    struct FileRow {
        id: Uuid,
        record: Uuid,
        slot: Vec<u8>,
    }
}

crate::row! {
    struct OperatorRow {
        operator: Uuid,
    }
}

impl Openers {
    /// Those of a database; none where it was opened without keys.
    pub(super) async fn load(db: &Db) -> Result<Self, StoreError> {
        let mut openers = Self::default();
        let Ok(keeper) = db.keeper() else { return Ok(openers) };
        let operators: Vec<OperatorRow> =
            db.all("SELECT DISTINCT operator FROM kept_key", args![]).await?;
        for row in operators {
            let keys = keeper.keys(db, OperatorId(row.operator)).await?;
            openers.operators.insert(row.operator, keys);
        }
        let files: Vec<FileRow> = db
            .all(
                "SELECT a.id, a.record, k.slot FROM attachment a JOIN record r ON r.id = a.record \
                 JOIN key_slot k ON k.rid = r.rid",
                args![],
            )
            .await?;
        openers.files = files.into_iter().map(|row| (row.id, row)).collect();
        Ok(openers)
    }

    fn keys(&self, operator: Uuid) -> Result<&OperatorKeys, StoreError> {
        self.operators.get(&operator).map(Arc::as_ref).ok_or(StoreError::Locked)
    }

    fn open(&self, row: &EventRow) -> Result<String, StoreError> {
        let keys = self.keys(row.operator)?;
        let seq = u64::try_from(row.seq).unwrap_or_default();
        let place = (row.subject, seq, EVENT);
        if row.subject_kind != "attachment" {
            return keys.open(keys.house(), place, &row.body);
        }
        let file = self.files.get(&row.subject).ok_or(StoreError::Locked)?;
        keys.open(&*keys.record_key(file.record, &file.slot)?, place, &row.body)
    }

    fn open_name(&self, row: &SealedAttachment) -> Result<String, StoreError> {
        let keys = self.keys(row.operator)?;
        let file = self.files.get(&row.id).ok_or(StoreError::Locked)?;
        let key = keys.record_key(file.record, &file.slot)?;
        keys.open(&key, (row.id, 0, NAME), &row.name)
    }
}

fn differences<K: Ord, R: PartialEq>(
    made: &BTreeMap<K, R>,
    found: &BTreeMap<K, R>,
    place: impl Fn(&R) -> String,
    report: &mut Report,
) {
    for (key, row) in made {
        match found.get(key) {
            Some(other) if other == row => {}
            Some(_) => report.add(
                place(row),
                "登録の内容が証跡と合いません",
                "the row does not agree with its events",
            ),
            None => report.add(
                place(row),
                "証跡にある登録がありません",
                "a row that the log tells of is missing",
            ),
        }
    }
    for (_, row) in found.iter().filter(|(key, _)| !made.contains_key(*key)) {
        report.add(place(row), "証跡にない登録があります", "no event of the log made this row");
    }
}
