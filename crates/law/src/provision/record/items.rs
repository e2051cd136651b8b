//! The items of a record for each side and case (規則20条, 24条, 28条), and what a receiver confirms (規則22条).

use super::{Book, Side};
use crate::listed::listed;
use crate::provision::{Basis, Plan, Recipient};
use crate::statute::{Article, Law};

const PROVIDER: Article = Article::of(Law::AppiRules, 20).paragraph(1);
const CONFIRMED: Article = Article::of(Law::AppiRules, 22);

listed! {
    /// An item of a record.
    pub enum RecordItem in "law::provision::RecordItem" {
        Date => ("date", "提供(受領)の年月日", "date of provision or receipt", PROVIDER),
        OtherParty => ("other_party", "相手方の氏名又は名称、住所、代表者の氏名", "name, address and representative of the other party", PROVIDER),
        Circumstances => ("circumstances", "提供者による取得の経緯", "how the provider obtained the data", Article::of(Law::AppiRules, 24).paragraph(1)),
        Person => ("person", "本人の氏名その他本人を特定するに足りる事項", "the person's name or another means of identification", PROVIDER),
        DataItems => ("data_items", "個人データの項目", "items of the data", PROVIDER),
        Published => ("published", "委員会により公表されている旨", "that the Commission has published it", Article::of(Law::AppiRules, 24).paragraph(1)),
        Consent => ("consent", "本人の同意を得ている旨", "that the person consented", PROVIDER),
        ForeignInformation => ("foreign_information", "外国にある第三者に係る情報が提供されている旨", "that information on the foreign recipient was given", Article::of(Law::AppiRules, 28)),
    }
}

listed! {
    /// What a receiver confirms.
    pub enum ConfirmationItem in "law::provision::record::ConfirmationItem" {
        Party => ("party", "提供者の氏名又は名称、住所、代表者の氏名(申告を受ける)", "name, address and representative of the provider, by its statement", CONFIRMED.paragraph(1)),
        Circumstances => ("circumstances", "取得の経緯(契約書などの提示を受ける)", "how the data was obtained, by being shown a contract or the like", CONFIRMED.paragraph(2)),
    }
}

impl RecordItem {
    /// Where the item is written for a book (規則20条1項, 24条1項, 28条1項).
    ///
    /// ```
    /// use law::provision::{RecordItem, record::Book};
    /// assert_eq!(RecordItem::Consent.article_in(Book::Received).to_string(), "個人情報保護法施行規則24条1項");
    /// ```
    #[must_use]
    pub const fn article_in(self, book: Book) -> Article {
        book.item_article().paragraph(1)
    }
}

/// The items of the record for a side (規則20条1項, 24条1項, 28条1項).
///
/// Records by consent need no date by law; write it all the same, the keep period counts from it.
///
/// ```
/// use law::provision::{Basis, BasisPlan, Content, Plan, RecordItem, Recipient, Side, record::items};
/// let content = Content::PersonalData { basis: BasisPlan::Plain(Basis::OptOut), special_care: false };
/// let plan = Plan { content, recipient: Recipient::Domestic };
/// assert!(items(&plan, Side::Receiver).contains(&RecordItem::Published));
/// ```
#[must_use]
pub fn items(plan: &Plan, side: Side) -> Vec<RecordItem> {
    use RecordItem::{Circumstances, Consent, DataItems, Date, OtherParty, Person, Published};
    match (side, plan.basis()) {
        (Side::Provider, Some(Basis::OptOut)) => vec![Date, OtherParty, Person, DataItems],
        (Side::Provider, Some(_)) => vec![OtherParty, Person, DataItems, Consent],
        (Side::Provider, None) => with_foreign(plan, vec![Date, OtherParty, DataItems, Consent]),
        (Side::Receiver, Some(Basis::OptOut)) => {
            vec![Date, OtherParty, Circumstances, Person, DataItems, Published]
        }
        (Side::Receiver, Some(_)) => vec![OtherParty, Circumstances, Person, DataItems, Consent],
        (Side::Receiver, None) => with_foreign(plan, vec![OtherParty, Person, DataItems, Consent]),
        (Side::ReceiverFromPerson, _) => vec![OtherParty, Circumstances, Person, DataItems],
    }
}

fn with_foreign(plan: &Plan, mut items: Vec<RecordItem>) -> Vec<RecordItem> {
    if matches!(&plan.recipient, Recipient::Foreign(foreign) if foreign.needs_foreign_consent()) {
        items.push(RecordItem::ForeignInformation);
    }
    items
}
