//! The entry of a disposal in the regulation's book, filled in by the program.

use jiff::civil::Date;
use regulation::{BookWord, Fill};
use serde_json::Value;

use crate::{
    Fields, World,
    decide::{Facts, content_hash, filled_in},
    event::RecordEvent,
    ids::{MemberId, UnitId},
    refusal::Refusal,
};

/// What is entered.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Unit of the entry: that of whoever confirmed.
    pub unit: UnitId,
    /// Forms and numbers of the records.
    pub items: &'a str,
    /// How many, in words.
    pub amount: &'a str,
    /// How it was done, in the words of whoever confirmed.
    pub how: &'a str,
    /// The day.
    pub day: Date,
    /// Who proposed it.
    pub proposed_by: MemberId,
    /// Who approved it.
    pub approved_by: MemberId,
    /// Who confirmed it.
    pub confirmed_by: MemberId,
}

/// The events of an entry, in force at once: proposal, approval and confirmation are the decisions on it. `None` where the regulation
/// has no book.
///
/// # Errors
/// What speaks against the values.
pub fn entry(world: World<'_>, said: Entry<'_>) -> Result<Option<Vec<RecordEvent>>, Refusal> {
    let book = world.regulation.disposal.as_ref().and_then(|disposal| disposal.book.as_ref());
    let Some((book, form)) = book.and_then(|it| Some((it, world.regulation.form(&it.form)?)))
    else {
        return Ok(None);
    };
    let fields: Fields =
        book.fill.iter().map(|(field, fill)| (field.clone(), value(fill, said))).collect();
    let facts = Facts { actor: said.confirmed_by, record: None, referenced: &|_| None };
    let fields = filled_in(world, facts, form, &fields)?;
    let content = content_hash(&fields);
    Ok(Some(vec![
        RecordEvent::Drafted {
            form: form.id.clone(),
            unit: said.unit,
            drafter: said.confirmed_by,
            fields,
            origin: None,
        },
        RecordEvent::Submitted { comment: String::new(), content, stages: Vec::new() },
        RecordEvent::PutInForce { edition: 1, ahead_of_route: String::new() },
    ]))
}

fn value(fill: &Fill, said: Entry<'_>) -> Value {
    match fill {
        Fill::Value(value) => value.clone(),
        Fill::Word(BookWord::Items) => said.items.into(),
        Fill::Word(BookWord::Amount) => said.amount.into(),
        Fill::Word(BookWord::How) => said.how.into(),
        Fill::Word(BookWord::Day) => said.day.to_string().into(),
        Fill::Word(BookWord::ProposedBy) => said.proposed_by.to_string().into(),
        Fill::Word(BookWord::ApprovedBy) => said.approved_by.to_string().into(),
        Fill::Word(BookWord::ConfirmedBy) => said.confirmed_by.to_string().into(),
    }
}
