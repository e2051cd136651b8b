//! Disposal: from the list of what is due to the book, and what is left of a person on the disk afterwards.

use std::{collections::BTreeMap, fs, path::Path};

use app::{
    AppError, Clock,
    disposal::{Confirmation, Which},
    records::plain_act,
};
use engine::{Act, Fields, RecordId, RunId, act::ActCommand};
use serde_json::json;
use store::verify::Scope;

use crate::support::{Office, REGISTER, register_fields};

/// A person of whom nothing may be left.
const PERSON: &str = "消野　花枝";
/// The same in other spellings: what a search folds it to.
const SPELLINGS: [&str; 4] = ["消野　花枝", "消野 花枝", "消野花枝", "ケシノ ハナエ"];
/// What stands in the attached file.
const FILE: &[u8] = b"KESHINO-HANAE-ATTACHED-4711";

fn of_the_person() -> Fields {
    let mut fields = register_fields(0);
    fields.insert("documents".into(), json!(format!("{PERSON} ケシノ ハナエ 入会申込書")));
    fields.insert("access_holders".into(), json!([{"name": PERSON}]));
    fields
}

impl Office {
    /// A line of the register with a file and an unsaved input, that was retired on 2026-11-22.
    async fn retired(&self, fields: Fields) -> RecordId {
        let id = self.draft(fields.clone()).await;
        self.app.attach(self.staff, id, "消野花枝.txt", FILE).await.unwrap();
        self.app.autosave(self.staff, id, 1, &fields).await.unwrap();
        self.app.act(self.staff, id, None, plain_act(Act::Submit)).await.unwrap();
        self.app.act(self.manager, id, None, plain_act(Act::Approve)).await.unwrap();
        let retire = ActCommand { comment: "退会".into(), ..plain_act(Act::Retire) };
        self.app.act(self.staff, id, None, retire).await.unwrap();
        id
    }

    /// Proposes records and has them approved by the manager.
    async fn approved(&self, ids: &[RecordId]) -> RunId {
        let proposed = self.app.propose_disposal(self.staff, ids, "期間の満了").await.unwrap();
        assert_eq!(proposed.refused, []);
        self.app.approve_disposal(self.manager, proposed.run).await.unwrap();
        proposed.run
    }

    async fn confirm(&self, run: RunId) {
        let confirmation =
            Confirmation { how: "キテイで消去".into(), ..Confirmation::default() };
        self.app.confirm_disposal(self.staff, run, confirmation).await.unwrap();
    }

    async fn due(&self, which: Which) -> Vec<String> {
        let page = self.app.disposal_due(self.staff, which, None).await.unwrap();
        page.rows.into_iter().map(|row| row.number).collect()
    }

    /// What is wrong with the database and the files beside it.
    async fn findings(&self) -> Vec<store::verify::Finding> {
        let keys =
            vec![app::keys::LogKey::open(self.folder.path()).unwrap().verifier_key().unwrap()];
        let folder = Some(self.folder.path().to_owned());
        let db = self.folder.db().await;
        let report = store::verify::verify(&db, Scope { folder, ..Scope::whole(keys) }).await;
        db.close().await;
        report.unwrap().findings
    }

    /// The wrapped key of a record, as the database has it now.
    async fn slot(&self, id: RecordId) -> Vec<u8> {
        let db = self.folder.db().await;
        let slot = store::disposal::slot(&db, id).await.unwrap().unwrap();
        db.close().await;
        slot
    }

    /// All words that the index of a file has, whichever record they are of.
    async fn terms(&self) -> Vec<String> {
        let db = self.folder.db().await;
        let terms = store::search::all_terms(&db).await.unwrap();
        db.close().await;
        terms
    }
}

/// Every file of a folder with its bytes.
fn files(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
}

/// The files in which these bytes stand somewhere.
fn holding(folder: &Path, needle: &[u8]) -> Vec<String> {
    let mut all = BTreeMap::new();
    files(folder, &mut all);
    assert!(all.len() > 3, "{:?}", all.keys());
    let has = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    all.into_iter().filter(|(_, bytes)| has(bytes)).map(|(name, _)| name).collect()
}

/// The marks of the person in the ways in which a program may write them.
fn marks() -> Vec<Vec<u8>> {
    let mut marks = vec![FILE.to_vec()];
    for text in SPELLINGS.iter().map(|it| (*it).to_owned()).chain([store::fold::fold(PERSON)]) {
        marks.push(text.as_bytes().to_vec());
        marks.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        marks.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        let escaped: Vec<_> = text.chars().map(|c| format!("\\u{:04x}", c as u32)).collect();
        marks.push(escaped.concat().into());
    }
    marks
}

#[tokio::test]
async fn of_an_erased_record_nothing_is_found_in_any_file_and_the_log_still_verifies() {
    let office = Office::open().await;
    let id = office.retired(of_the_person()).await;
    let other = office.in_force(register_fields(2)).await;
    office
        .app
        .save_view(office.staff, REGISTER, ("花枝さん", "q=%E6%B6%88%E9%87%8E"))
        .await
        .unwrap();
    office.app.save_view(office.staff, REGISTER, ("ほか", "state=all")).await.unwrap();
    let (slot, outer) = (office.slot(id).await, office.folder.outer().to_owned());
    let sealed_file = office.app.attachments(office.staff, id).await.unwrap().remove(0).sha256;
    let is_on_server = office.folder.is_on_server();
    // A field that the form does not call personal sorts, and so stands in clear in the database; nowhere else.
    for mark in marks() {
        let found = holding(&outer, &mark);
        assert!(found.iter().all(|name| name.contains("kitei.db")), "{found:?}");
    }
    if !is_on_server {
        assert_ne!(holding(&outer, &slot), Vec::<String>::new());
    }
    let terms = if is_on_server { Vec::new() } else { office.terms().await };

    office.turn_to(2029, 11, 23);
    assert_eq!(office.due(Which::Due).await, ["R8-0001"]);
    let run = office.approved(&[id]).await;
    assert!(office.app.record(office.staff, id).await.is_ok(), "approved is not erased");
    office.confirm(run).await;
    office.app.finish_disposals().await.unwrap();

    assert!(matches!(office.app.record(office.staff, id).await, Err(AppError::Erased)));
    assert_eq!(office.due(Which::Due).await, Vec::<String>::new());
    let views = office.app.views(office.staff, REGISTER).await.unwrap();
    assert_eq!(views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["ほか"]);
    // A backup of later, and everything that lies there, the master key among it.
    let db = office.folder.db().await;
    db.copy_to_file(&outer.join("later.db")).await.unwrap();
    let events = store::event::list_open(&db, office.staff.operator, id.0).await;
    assert!(matches!(events, Err(store::StoreError::Erased)), "the master key opens nothing of it");
    db.close().await;
    for mark in marks().into_iter().chain([sealed_file.into_bytes()]) {
        assert_eq!(
            holding(&outer, &mark),
            Vec::<String>::new(),
            "{}",
            String::from_utf8_lossy(&mark)
        );
    }
    assert_eq!(holding(&outer, &slot), Vec::<String>::new(), "the wrapped key is left somewhere");
    if !is_on_server {
        let left = office.terms().await;
        let gone = terms.iter().filter(|term| !left.contains(term)).count();
        assert!(
            gone > 10,
            "words of the record are left in the index: {gone} of {} gone",
            terms.len()
        );
        let log = office.folder.path().join("kitei.db-wal");
        assert!(fs::metadata(&log).map_or(0, |it| it.len()) < 1 << 20);
    }
    assert_eq!(office.findings().await, []);
    assert!(office.app.record(office.staff, other).await.is_ok());
}

#[tokio::test]
async fn the_book_says_who_proposed_approved_and_confirmed() {
    let office = Office::open().await;
    let id = office.retired(of_the_person()).await;
    office.turn_to(2029, 11, 23);
    let run = office.approved(&[id]).await;
    office.confirm(run).await;
    office.app.finish_disposals().await.unwrap();
    let view = office.app.disposal_run(office.manager, run).await.unwrap();
    assert_eq!((view.state.as_str(), view.items[0].is_erased), ("done", Some(true)));
    let book = office.app.record(office.staff, view.book.unwrap()).await.unwrap();
    assert!(book.record.is_in_force());
    let said = |field: &str| book.record.fields()[field].clone();
    assert_eq!(said("items"), "個人情報管理台帳 R8-0001");
    assert_eq!(said("amount"), "1件");
    assert_eq!(said("disposed_on"), "2029-11-23");
    assert_eq!(said("proposed_by"), office.staff.member.to_string());
    assert_eq!(said("approved_by"), office.manager.member.to_string());
    assert_eq!(said("how"), "キテイで消去");
}

#[tokio::test]
async fn what_is_held_back_after_the_confirmation_is_left_and_can_be_proposed_again() {
    let office = Office::open().await;
    let (first, second) =
        (office.retired(register_fields(0)).await, office.retired(register_fields(1)).await);
    office.turn_to(2029, 11, 23);
    let run = office.approved(&[first, second]).await;
    office.confirm(run).await;
    office.app.hold_record(office.manager, second, "開示等の請求への対応").await.unwrap();
    office.app.finish_disposals().await.unwrap();
    assert!(matches!(office.app.record(office.staff, first).await, Err(AppError::Erased)));
    assert!(office.app.record(office.staff, second).await.is_ok());
    let view = office.app.disposal_run(office.staff, run).await.unwrap();
    let outcomes: Vec<_> = view.items.iter().map(|item| item.is_erased).collect();
    assert_eq!(outcomes, [Some(true), Some(false)]);
    let refused = office.app.propose_disposal(office.staff, &[second], "").await.unwrap_err();
    assert!(
        matches!(&refused, AppError::Refused(it) if it.citations[0].clause == "J.9.1(4)③"),
        "{refused:?}"
    );
    office.app.release_record(office.manager, second, (1, "対応が終わった")).await.unwrap();
    assert!(office.app.propose_disposal(office.staff, &[second], "").await.is_ok());
    assert_eq!(office.findings().await, []);
}

#[tokio::test]
async fn an_approved_disposal_that_one_record_holds_up_is_taken_back_for_the_others() {
    let office = Office::open().await;
    let (first, second) =
        (office.retired(register_fields(0)).await, office.retired(register_fields(1)).await);
    office.turn_to(2029, 11, 23);
    let run = office.approved(&[first, second, first]).await;
    office.app.hold_record(office.manager, second, "訴訟").await.unwrap();
    let confirmation = Confirmation { how: "消去".into(), ..Confirmation::default() };
    assert!(office.app.confirm_disposal(office.staff, run, confirmation).await.is_err());
    office.app.decline_disposal(office.manager, run, "訴訟の記録を除く").await.unwrap();
    let again = office.approved(&[first]).await;
    office.confirm(again).await;
    // What is confirmed is not taken back any more.
    assert!(office.app.decline_disposal(office.manager, again, "やめる").await.is_err());
    office.app.finish_disposals().await.unwrap();
    assert!(matches!(office.app.record(office.staff, first).await, Err(AppError::Erased)));
    assert_eq!(office.findings().await, []);
}

#[tokio::test]
async fn whoever_has_nothing_to_do_with_a_record_learns_nothing_by_proposing_it() {
    let office = Office::open().await;
    let id = office.retired(register_fields(0)).await;
    let asked = office.app.propose_disposal(office.administrator, &[id], "").await;
    assert!(matches!(asked, Err(AppError::NotFound)), "{asked:?}");
}

#[tokio::test]
async fn nobody_skips_a_step_and_what_is_not_due_is_refused_with_its_clause() {
    let office = Office::open().await;
    let id = office.retired(register_fields(0)).await;
    let early = office.app.propose_disposal(office.staff, &[id], "").await.unwrap_err();
    assert!(
        matches!(&early, AppError::Refused(it) if it.citations[0].clause == "J.9.2(3)a②"),
        "{early:?}"
    );
    assert_eq!(office.due(Which::Due).await, Vec::<String>::new());
    office.turn_to(2029, 10, 1);
    assert_eq!(office.due(Which::Soon).await, ["R8-0001"]);
    office.turn_to(2029, 11, 23);
    let proposed = office.app.propose_disposal(office.manager, &[id], "").await.unwrap();
    let own = office.app.approve_disposal(office.manager, proposed.run).await.unwrap_err();
    assert!(
        matches!(&own, AppError::Refused(it) if it.citations[0].message.en.contains("yourself")),
        "{own:?}"
    );
    let confirmation = Confirmation { how: "消去".into(), ..Confirmation::default() };
    let unapproved = office.app.confirm_disposal(office.staff, proposed.run, confirmation).await;
    assert!(matches!(unapproved, Err(AppError::Refused(_))));
    // Nothing of disposal is for whoever has no office in it.
    assert!(matches!(
        office.app.disposal_due(office.top, Which::Due, None).await,
        Err(AppError::NotFound)
    ));
    assert!(matches!(
        office.app.disposal_run(office.top, proposed.run).await,
        Err(AppError::NotFound)
    ));
    office.app.decline_disposal(office.manager, proposed.run, "やり直す").await.unwrap();
    office.app.finish_disposals().await.unwrap();
    assert!(office.app.record(office.staff, id).await.is_ok());
}

#[tokio::test]
async fn a_record_that_another_one_under_way_points_to_is_kept() {
    let office = Office::open().await;
    let id = office.retired(register_fields(0)).await;
    office.turn_to(2029, 11, 23);
    let fields: Fields = json!({
        "name": "応募者の個人情報の取扱い", "holding": id.to_string(),
    })
    .as_object()
    .cloned()
    .unwrap();
    let drafted =
        office.app.draft(office.staff, "collection_statement", office.units.members, fields).await;
    let statement = drafted.unwrap();
    let page = office.app.disposal_due(office.staff, Which::Due, None).await.unwrap();
    assert!(!page.rows[0].can_propose);
    assert!(
        page.rows[0].blocks[0].message.ja.contains(&statement.row.number),
        "{:?}",
        page.rows[0].blocks
    );
    office
        .app
        .act(office.staff, statement.record.id, None, plain_act(Act::Withdraw))
        .await
        .unwrap();
    let page = office.app.disposal_due(office.staff, Which::Due, None).await.unwrap();
    assert!(page.rows[0].can_propose);
}

#[tokio::test]
async fn a_disposal_that_broke_off_after_the_keys_goes_on_at_the_next_start() {
    let office = Office::open().await;
    let id = office.retired(of_the_person()).await;
    let sha256 = office.app.attachments(office.staff, id).await.unwrap().remove(0).sha256;
    let path = store::attachment::path(office.folder.path(), &sha256);
    office.turn_to(2029, 11, 23);
    let run = office.approved(&[id]).await;
    office.confirm(run).await;
    // A folder in its place cannot be removed as a file: it stops between the keys and the files.
    let sealed = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(office.app.finish_disposals().await.is_err());
    assert!(matches!(office.app.record(office.staff, id).await, Err(AppError::Erased)));
    let Office { app, folder, staff, .. } = office;
    let now = app.clock().now();
    app.close().await;
    drop(app);
    fs::remove_dir(&path).unwrap();
    fs::write(&path, sealed).unwrap();

    let app = folder.open(Clock::fixed(now)).await.unwrap();
    app.finish_disposals().await.unwrap();
    assert!(!path.exists());
    assert_eq!(app.disposal_run(staff, run).await.unwrap().state, "done");
    app.finish_disposals().await.unwrap();
    let entries = app.disposal_runs(staff, "done", (None, 10)).await.unwrap();
    assert_eq!(entries.len(), 1);
}

#[tokio::test]
async fn what_was_worked_out_by_other_rules_is_worked_out_again() {
    let office = Office::open().await;
    let id = office.retired(register_fields(0)).await;
    let statement: Fields =
        json!({"name": "取扱い", "holding": id.to_string()}).as_object().cloned().unwrap();
    office
        .app
        .draft(office.staff, "collection_statement", office.units.members, statement)
        .await
        .unwrap();
    office.turn_to(2029, 11, 23);
    let db = office.folder.db().await;
    store::disposal::forget_keeping(&db).await.unwrap();
    db.close().await;
    assert_eq!(office.due(Which::Due).await, Vec::<String>::new());
    assert_eq!(office.app.refresh_keeping().await.unwrap(), 2);
    assert_eq!(office.app.refresh_keeping().await.unwrap(), 0);
    let page = office.app.disposal_due(office.staff, Which::Due, None).await.unwrap();
    assert_eq!(page.rows[0].number, "R8-0001");
    assert!(!page.rows[0].blocks.is_empty(), "the reference is known again");
}

#[tokio::test]
async fn many_records_go_in_one_disposal() {
    let office = Office::open().await;
    let mut ids = Vec::new();
    for n in 0..60 {
        ids.push(office.retired(register_fields(n)).await);
    }
    office.turn_to(2029, 11, 23);
    let run = office.approved(&ids).await;
    office.confirm(run).await;
    office.app.finish_disposals().await.unwrap();
    let view = office.app.disposal_run(office.staff, run).await.unwrap();
    assert!(view.items.iter().all(|item| item.is_erased == Some(true)));
    // Of the keys by which the register sorted them, none is left in a corner of a page.
    let sorted_by = store::fold::fold("入会申込書 その");
    assert_eq!(holding(office.folder.outer(), sorted_by.as_bytes()), Vec::<String>::new());
    assert_eq!(office.findings().await, []);
    let more: Vec<_> = (0..=app::disposal::MANY).map(|_| RecordId(uuid::Uuid::now_v7())).collect();
    let refused = office.app.propose_disposal(office.staff, &more, "").await;
    assert!(matches!(refused, Err(AppError::Invalid { .. })));
}
