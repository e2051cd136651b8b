//! Who acts: a member of an operator.

use engine::{MemberId, OperatorId};

/// A member who is signed in, or whose token was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Actor {
    /// Operator.
    pub operator: OperatorId,
    /// Member.
    pub member: MemberId,
}

impl Actor {
    /// Whose the rows are that belong to the member.
    pub(crate) fn owner(self) -> store::Owner {
        store::Owner { operator: self.operator, member: self.member }
    }
}
