//! The page of the backups: for administrators, before and after there is one, and when one cannot be made.

use std::fs;

use app::backup::{DrillPlan, Plan, Recipients, Retention};
use jiff::tz::TimeZone;
use tempfile::TempDir;

use crate::{
    support::Office,
    visitor::{Visitor, text},
};

/// A pair of keys for tests; it opens nothing else.
const RECIPIENT: &str = "age1tm4g2yl3r6kadttzcmkdvezrtse3q8tsjzkgegnpjh4yj0vuy93s2epk87";
const IDENTITY: &str = "AGE-SECRET-KEY-1HU7VDURD5ASXEHPY0R0Y02J80GZS2HALAXYUGF6CY7NEU33EZEFSDW6KAU";

/// Plans backups; the folder holds the place and the identity.
pub fn planned(office: &Office) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let identity = folder.path().join("identity");
    fs::write(&identity, IDENTITY).unwrap();
    office.app.plan_backups(Plan {
        place: folder.path().join("place"),
        recipients: Recipients::parse([RECIPIENT]).unwrap(),
        every_hours: 24,
        full_every_days: 30,
        retention: Retention { daily: 7, weekly: 5, monthly: 12 },
        zone: TimeZone::UTC,
        drill: Some(DrillPlan { identity, every_days: 30 }),
    });
    folder
}

#[tokio::test]
async fn an_administrator_is_told_how_to_plan_backups() {
    let office = Office::open().await;
    let mut keeper = Visitor::administrator(&office).await;
    let page = keeper.open("/backups").await;
    assert!(text(&page).contains("自動のバックアップが決まっていません"), "{}", text(&page));
    assert!(!text(&page).contains("action=\"/backups\""));
    let refused = keeper.send("/backups", &[]).await;
    assert_eq!(refused.status, 422);
    assert!(text(&refused).contains("[backup]"), "{}", text(&refused));
}

#[tokio::test]
async fn backups_are_made_tried_out_and_shown() {
    let office = Office::open().await;
    let place = planned(&office);
    office.draft(0).await;
    let mut keeper = Visitor::administrator(&office).await;
    assert!(text(&keeper.open("/backups").await).contains("バックアップがまだありません"));
    assert_eq!(keeper.send("/backups", &[]).await.header("location"), "/backups");
    assert_eq!(keeper.send("/backups/drill", &[]).await.header("location"), "/backups");
    wait_until_idle(&office).await;
    let page = keeper.open("/backups").await;
    let shown = text(&page);
    assert!(!shown.contains("バックアップがまだありません"), "{shown}");
    assert!(shown.contains("復元の訓練") && shown.contains("件を検証"), "{shown}");
    assert!(!shown.contains("失敗"), "{shown}");
    let backups = fs::read_dir(place.path().join("place/backups")).unwrap().count();
    assert_eq!(backups, 1);
}

#[tokio::test]
async fn what_failed_is_shown_with_the_way_out() {
    let office = Office::open().await;
    let place = planned(&office);
    // Somebody else's folder is no place for backups.
    fs::create_dir(place.path().join("place")).unwrap();
    fs::write(place.path().join("place/other"), b"1").unwrap();
    let mut keeper = Visitor::administrator(&office).await;
    assert_eq!(keeper.send("/backups", &[]).await.status, 303);
    wait_until_idle(&office).await;
    let page = keeper.open("/backups").await;
    let shown = text(&page);
    assert!(
        shown.contains("失敗") && shown.contains("空のフォルダーを指定してください"),
        "{shown}"
    );
}

async fn wait_until_idle(office: &Office) {
    while office.app.backups().running().is_some() {
        tokio::task::yield_now().await;
    }
}
