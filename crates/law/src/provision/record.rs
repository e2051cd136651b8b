//! Records of provision and receipt: whether one is made, with which items, in which way, and kept until when.

mod items;
mod keep;

pub use self::items::{ConfirmationItem, RecordItem, items};
pub use self::keep::{Keep, Way, keep, way_findings};
use super::{Content, Plan, Recipient};
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
        let step = Step::new(text, &[exempt_by]);
        return RecordDuty {
            items: Vec::new(),
            confirmations: Vec::new(),
            exempt_by: Some(exempt_by),
            steps: vec![step],
        };
    }
    let confirmations = match side {
        Side::Provider => Vec::new(),
        Side::Receiver if plan.basis().is_none() => vec![ConfirmationItem::Party],
        Side::Receiver | Side::ReceiverFromPerson => ConfirmationItem::ALL.to_vec(),
    };
    let article = duty_article(plan, side);
    let text = Text::fixed("記録を作成し、保存する", "a record is made and kept");
    RecordDuty {
        items: items(plan, side),
        confirmations,
        exempt_by: None,
        steps: vec![Step::new(text, &article)],
    }
}

fn duty_article(plan: &Plan, side: Side) -> Vec<Article> {
    match (side, plan.basis()) {
        (Side::Provider, Some(_)) => {
            vec![Article::of(Law::Appi, 29).paragraph(1), Article::of(Law::AppiRules, 20)]
        }
        (Side::Provider, None) => {
            vec![Article::of(Law::Appi, 31).paragraph(3), Article::of(Law::AppiRules, 28)]
        }
        _ => vec![Article::of(Law::Appi, 30).paragraph(3), Article::of(Law::AppiRules, 24)],
    }
}

// LAW: 29条1項ただし書. Abroad only 27条1項各号 exempt, unless the country is designated or the recipient's system equivalent.
fn exemption(plan: &Plan, side: Side) -> Option<(Article, Text)> {
    let Content::PersonalData { basis, .. } = &plan.content else {
        return referable_exemption(plan);
    };
    let basis = basis.basis();
    let article = match side {
        Side::Provider => Article::of(Law::Appi, 29).paragraph(1),
        _ => Article::of(Law::Appi, 30).paragraph(1),
    };
    let is_abroad =
        matches!(&plan.recipient, Recipient::Foreign(foreign) if foreign.needs_foreign_consent());
    if plan.recipient == Recipient::PublicBody {
        let text = Text::fixed(
            "相手が国の機関や地方公共団体等のため、記録は要らない",
            "the other party is a public body, so no record is needed",
        );
        return Some((article, text));
    }
    let is_exempt = basis.is_exception() || (basis.is_within_operator() && !is_abroad);
    let name = basis.name();
    let text = Text::new(
        format!("「{}」のため、記録は要らない", name.ja),
        format!("no record is needed: {}", name.en),
    );
    is_exempt.then_some((article, text))
}

fn referable_exemption(plan: &Plan) -> Option<(Article, Text)> {
    let Content::Referable(referable) = &plan.content else { return None };
    let text = Text::fixed(
        "31条の確認が要らないため、記録も要らない",
        "article 31 asks for nothing, so no record is needed",
    );
    (!referable.is_taken_as_personal_data)
        .then_some((Article::of(Law::Appi, 31).paragraph(1), text))
}
