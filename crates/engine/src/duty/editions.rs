//! Duties across editions of a regulation: what was begun under one edition is finished under it.

use jiff::civil::Date;
use regulation::Regulation;

use super::{Begun, Instance, Lapse, Outcome, Setting, Span, instances};

/// An edition of a regulation, and from when it is in force.
#[derive(Clone, Copy)]
pub struct Effective<'a> {
    /// First day.
    pub from: Date,
    /// The regulation.
    pub regulation: &'a Regulation,
}

/// All instances that are due in a span under the editions in force at their time, oldest edition first.
///
/// An instance belongs to the edition in force when its period began or its clock started. A duty that an edition adds begins with
/// the period that is on; one that it takes away lapses from that day on. `setting` gives everything but the regulation.
#[must_use]
pub fn instances_under<'a>(
    editions: &[Effective<'a>],
    setting: Setting<'a>,
    span: Span,
) -> Vec<Instance<'a>> {
    let mut all = Vec::new();
    for (index, edition) in editions.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| editions.get(index));
        let next = editions.get(index + 1);
        let under = Setting { regulation: edition.regulation, ..setting };
        for mut instance in instances(under, span) {
            let is_new = before.is_none_or(|it| it.regulation.duty(&instance.duty.id).is_none());
            let began =
                instance.starts >= edition.from || is_running(&instance, edition.from, is_new);
            let is_over = next.is_some_and(|next| instance.starts >= next.from);
            if !began || is_over {
                continue;
            }
            let repealed = next.filter(|it| it.regulation.duty(&instance.duty.id).is_none());
            if repealed.is_some_and(|next| instance.due >= next.from) && instance.outcome.is_none()
            {
                instance.outcome = Some(Outcome::Lapsed(Lapse::Repealed));
            }
            all.push(instance);
        }
    }
    all.sort_by(|left, right| (left.due, &left.key).cmp(&(right.due, &right.key)));
    all
}

/// Whether an instance of a new duty is on when the edition comes into force. A clock starts with its event, never before.
fn is_running(instance: &Instance<'_>, from: Date, is_new: bool) -> bool {
    is_new && instance.due >= from && matches!(instance.key.begun, Begun::Period(_))
}
