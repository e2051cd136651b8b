//! Commands: the one road in. Screens, the API, imports, jobs and the simulation all send these.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Fields, event::Origin, ids::UnitId};

/// What somebody asks to do with a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Begin a record.
    Draft {
        /// Form id.
        form: String,
        /// Unit it belongs to.
        unit: UnitId,
        /// First values.
        fields: Fields,
        /// Where the values were imported from.
        origin: Option<Origin>,
    },
    /// Replace the values of a draft, a returned or a withdrawn record.
    Edit {
        /// All values; a field left out is emptied.
        fields: Fields,
    },
    /// Replace the values by those of an import.
    Update {
        /// All values; a field left out is emptied.
        fields: Fields,
        /// Where they were imported from.
        origin: Origin,
    },
    /// Any act without values of its own.
    Act(ActCommand),
}

/// An act with what is said along with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActCommand {
    /// Which act.
    pub act: Act,
    /// Comment, or the reason where one must be given.
    pub comment: String,
    /// Date of the resolution, for [`Act::Decide`].
    pub resolved_on: Option<Date>,
}

impl Command {
    /// An act with a comment.
    #[must_use]
    pub fn act(act: Act, comment: impl Into<String>) -> Self {
        Self::Act(ActCommand { act, comment: comment.into(), resolved_on: None })
    }

    /// The act as rules name it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::Edit { .. } | Self::Update { .. } => "edit",
            Self::Act(command) => command.act.name(),
        }
    }
}

/// Acts on a record after drafting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 申請
    Submit,
    /// 承認
    Approve,
    /// 受理・確認
    Acknowledge,
    /// 議決の記録
    Decide,
    /// 差戻し
    Return,
    /// 却下
    Reject,
    /// 取下げ
    Withdraw,
    /// 改訂
    Revise,
    /// 見直し（期末または随時）
    Review,
    /// 随時の見直しの指示
    OrderReview,
    /// 廃止
    Retire,
}

impl Act {
    /// All acts, in the order in which buttons are shown.
    pub const ALL: [Self; 11] = [
        Self::Submit,
        Self::Approve,
        Self::Acknowledge,
        Self::Decide,
        Self::Return,
        Self::Reject,
        Self::Withdraw,
        Self::Revise,
        Self::Review,
        Self::OrderReview,
        Self::Retire,
    ];

    /// The name in rules, the API and events.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::Acknowledge => "acknowledge",
            Self::Decide => "decide",
            Self::Return => "return",
            Self::Reject => "reject",
            Self::Withdraw => "withdraw",
            Self::Revise => "revise",
            Self::Review => "review",
            Self::OrderReview => "order_review",
            Self::Retire => "retire",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }

    /// Whether it settles a waiting step.
    #[must_use]
    pub fn settles_step(self) -> bool {
        matches!(self, Self::Approve | Self::Acknowledge | Self::Decide)
    }

    /// Whether it cannot be done without a reason.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Reject | Self::OrderReview | Self::Retire)
    }
}
