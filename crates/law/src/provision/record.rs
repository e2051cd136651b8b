//! Records of provision and receipt: whether one is made, with which items, in which way, and kept until when.

mod interpretation;
mod items;
mod keep;

pub use self::interpretation::Interpretation;
pub use self::items::{ConfirmationItem, RecordItem, items};
pub use self::keep::{Keep, Way, keep, way_findings};
use super::{Content, Plan, Recipient, ReferablePlan};
use crate::reasoning::Step;
use crate::statute::{Article, Law};
use crate::text::Text;

/// On which side of a provision the operator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// It provides (法29条).
    Provider,
    /// It receives from a business operator (法30条).
    Receiver,
    /// It receives from somebody who is no business operator (法30条; 規則24条1項3号).
    ReceiverFromPerson,
}

/// Whether and what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordDuty {
    /// The items of the record; empty where none is required.
    pub items: Vec<RecordItem>,
    /// What a receiver confirms.
    pub confirmations: Vec<ConfirmationItem>,
    /// Why no record is required, if so.
    pub exempt_by: Option<Article>,
    /// How it was found.
    pub steps: Vec<Step>,
}

impl RecordDuty {
    /// Whether a record is to be made (法29条1項, 30条3項).
    ///
    /// ```
    /// use law::provision::{Basis, BasisPlan, Content, Plan, Recipient, Side, record::record_duty};
    /// let content = Content::PersonalData { basis: BasisPlan::Plain(Basis::Entrustment), special_care: false };
    /// assert!(!record_duty(&Plan { content, recipient: Recipient::Domestic }, Side::Provider).is_required());
    /// ```
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.exempt_by.is_none()
    }
}

/// Which book a record belongs to; each has its own articles for items, ways and keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Book {
    /// Of provisions of personal data (規則19–21条).
    Provided,
    /// Of receipts (規則23–25条).
    Received,
    /// Of provisions of personally referable information (規則27–29条).
    Referable,
}

impl Book {
    /// The book of a plan on a side (法29条, 30条, 31条3項).
    ///
    /// ```
    /// use law::provision::{Content, Plan, Recipient, ReferablePlan, Side, record::Book};
    /// let plan = Plan { content: Content::Referable(ReferablePlan::default()), recipient: Recipient::Domestic };
    /// assert_eq!(Book::of(&plan, Side::Provider), Book::Referable);
    /// assert_eq!(Book::of(&plan, Side::Receiver), Book::Received);
    /// ```
    #[must_use]
    pub const fn of(plan: &Plan, side: Side) -> Self {
        match (side, &plan.content) {
            (Side::Provider, Content::PersonalData { .. }) => Self::Provided,
            (Side::Provider, Content::Referable(_)) => Self::Referable,
            (Side::Receiver | Side::ReceiverFromPerson, _) => Self::Received,
        }
    }

    /// Where the ways of recording are written (規則19条, 23条, 27条).
    ///
    /// ```
    /// assert_eq!(law::provision::record::Book::Received.way_article().to_string(), "個人情報保護法施行規則23条");
    /// ```
    #[must_use]
    pub const fn way_article(self) -> Article {
        Article::of(Law::AppiRules, self.first_rule())
    }

    /// Where the items are written (規則20条, 24条, 28条).
    ///
    /// ```
    /// assert_eq!(law::provision::record::Book::Referable.item_article().to_string(), "個人情報保護法施行規則28条");
    /// ```
    #[must_use]
    pub const fn item_article(self) -> Article {
        Article::of(Law::AppiRules, self.first_rule() + 1)
    }

    /// Where the keep period is written (規則21条, 25条, 29条).
    ///
    /// ```
    /// assert_eq!(law::provision::record::Book::Received.keep_article().to_string(), "個人情報保護法施行規則25条");
    /// ```
    #[must_use]
    pub const fn keep_article(self) -> Article {
        Article::of(Law::AppiRules, self.first_rule() + 2)
    }

    const fn first_rule(self) -> u16 {
        match self {
            Self::Provided => 19,
            Self::Received => 23,
            Self::Referable => 27,
        }
    }

    const fn duty_article(self) -> Article {
        match self {
            Self::Provided => Article::of(Law::Appi, 29).paragraph(1),
            Self::Received => Article::of(Law::Appi, 30).paragraph(3),
            Self::Referable => Article::of(Law::Appi, 31).paragraph(3),
        }
    }
}

/// Whether a provision is recorded, and with what (法29条1項, 30条1項・3項, 31条3項; 規則20条, 22条, 24条, 28条).
///
/// ```
/// use law::provision::{Basis, BasisPlan, Content, Plan, RecordItem, Recipient, Side, record::record_duty};
/// let content = Content::PersonalData { basis: BasisPlan::Plain(Basis::Consent), special_care: false };
/// let duty = record_duty(&Plan { content, recipient: Recipient::Domestic }, Side::Provider);
/// assert_eq!(duty.items, [RecordItem::OtherParty, RecordItem::Person, RecordItem::DataItems, RecordItem::Consent]);
/// ```
#[must_use]
pub fn record_duty(plan: &Plan, side: Side) -> RecordDuty {
    if let Some((exempt_by, text)) = exemption(plan, side) {
        return RecordDuty {
            items: Vec::new(),
            confirmations: Vec::new(),
            exempt_by: Some(exempt_by),
            steps: vec![Step::new(text, &[exempt_by])],
        };
    }
    let book = Book::of(plan, side);
    let confirmations = match side {
        Side::Provider => Vec::new(),
        Side::Receiver if plan.basis().is_none() => vec![ConfirmationItem::Party],
        Side::Receiver | Side::ReceiverFromPerson => ConfirmationItem::ALL.to_vec(),
    };
    let text = Text::fixed("記録を作成し、保存する", "a record is made and kept");
    let mut steps = vec![Step::new(text, &[book.duty_article(), book.item_article()])];
    steps.push(known_items_step(book));
    steps.extend((book == Book::Received).then(known_confirmations_step));
    RecordDuty { items: items(plan, side), confirmations, exempt_by: None, steps }
}

// LAW: 規則20条2項, 24条2項, 28条2項. The keep period starts when the remaining items are recorded.
fn known_items_step(book: Book) -> Step {
    let text = Text::fixed(
        "既に記録して保存している事項と同じものは省ける。保存期間は残りの事項を記録した時から数える",
        "items already recorded and still kept may be left out; the keep period starts when the rest is recorded",
    );
    Step::new(text, &[book.item_article().paragraph(2)])
}

fn known_confirmations_step() -> Step {
    let text = Text::fixed(
        "既に確認して記録している事項は、同じであることを確かめれば足りる",
        "a matter already confirmed and recorded need only be seen to be the same",
    );
    Step::new(text, &[Article::of(Law::AppiRules, 22).paragraph(3)])
}

// LAW: 29条1項ただし書, 30条1項ただし書. For a provider, abroad only 27条1項各号 exempt, unless the country is designated or the
// recipient's system equivalent; for a receiver no such exception of the exception exists.
fn exemption(plan: &Plan, side: Side) -> Option<(Article, Text)> {
    let article = match Book::of(plan, side) {
        Book::Provided => Article::of(Law::Appi, 29).paragraph(1),
        Book::Received => Article::of(Law::Appi, 30).paragraph(1),
        Book::Referable => Article::of(Law::Appi, 31).paragraph(3),
    };
    if plan.recipient == Recipient::PublicBody {
        let text = Text::fixed(
            "相手が国の機関や地方公共団体等のため、記録は要らない",
            "the other party is a public body, so no record is needed",
        );
        return Some((article, text));
    }
    let basis = match &plan.content {
        Content::PersonalData { basis, .. } => basis.basis(),
        Content::Referable(referable) => return referable_exemption(*referable),
    };
    let is_abroad = side == Side::Provider
        && matches!(&plan.recipient, Recipient::Foreign(foreign) if foreign.needs_foreign_consent());
    let is_exempt = basis.is_exception() || (basis.is_within_operator() && !is_abroad);
    let name = basis.name();
    let text = Text::new(
        format!("「{}」のため、記録は要らない", name.ja),
        format!("no record is needed: {}", name.en),
    );
    is_exempt.then_some((article, text))
}

fn referable_exemption(referable: ReferablePlan) -> Option<(Article, Text)> {
    let text = Text::fixed(
        "31条の確認が要らないため、記録も要らない",
        "article 31 asks for nothing, so no record is needed",
    );
    (!referable.needs_confirmation()).then_some((Article::of(Law::Appi, 31).paragraph(1), text))
}
