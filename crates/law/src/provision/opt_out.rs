//! Opt-out: what must be told and filed beforehand, and what can never go that way (法27条2–4項; 規則11–14条).

use jiff::civil::Date;

use crate::listed::listed;
use crate::reasoning::Finding;
use crate::statute::{Article, Law};
use crate::text::Text;

const OPT_OUT: Article = Article::of(Law::Appi, 27).paragraph(2);
const FURTHER: Article = Article::of(Law::AppiRules, 11).paragraph(4);

listed! {
    /// A matter to be told to the persons and filed with the Commission.
    pub enum OptOutItem in "law::provision::opt_out::OptOutItem" {
        Provider => ("provider", "提供者の氏名又は名称、住所、代表者の氏名", "name, address and representative of the provider", OPT_OUT.item(1)),
        Purpose => ("purpose", "第三者提供を利用目的とすること", "that provision is a purpose of use", OPT_OUT.item(2)),
        DataItems => ("data_items", "提供する個人データの項目", "items of the data", OPT_OUT.item(3)),
        Acquisition => ("acquisition", "個人データの取得の方法", "how the data was obtained", OPT_OUT.item(4)),
        Means => ("means", "提供の方法", "means of provision", OPT_OUT.item(5)),
        StopOnRequest => ("stop_on_request", "本人の求めに応じて提供を停止すること", "that provision stops on request", OPT_OUT.item(6)),
        HowToAsk => ("how_to_ask", "本人の求めを受け付ける方法", "how to ask for it", OPT_OUT.item(7)),
        Update => ("update", "個人データの更新の方法", "how the data is updated", FURTHER.item(1)),
        StartDate => ("start_date", "提供を開始する予定日", "planned start date", FURTHER.item(2)),
    }
}

/// What a provision by opt-out has prepared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a yes-or-no condition of the article, and the JSON names it so"
)]
pub struct OptOutPlan {
    /// What has been told to the persons or put where they can easily know it.
    pub told: Vec<OptOutItem>,
    /// Whether the filing with the Commission is done.
    pub is_filed: bool,
    /// Whether the persons have had the time they need to object.
    pub has_period_passed: bool,
    /// Whether the person has asked for the provision to stop.
    pub is_objected: bool,
    /// Whether the data was obtained by wrongful means.
    pub is_wrongly_obtained: bool,
    /// Whether the data came by opt-out itself.
    pub is_received_by_opt_out: bool,
}

/// When a change of a matter is told and filed (法27条3項).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeTime {
    /// Before the change.
    Beforehand,
    /// Without delay after it.
    WithoutDelay,
}

impl OptOutItem {
    /// When a change of this matter is told and filed (法27条3項).
    ///
    /// ```
    /// use law::provision::opt_out::{ChangeTime, OptOutItem};
    /// assert_eq!(OptOutItem::Provider.change_time(), Some(ChangeTime::WithoutDelay));
    /// assert_eq!(OptOutItem::Means.change_time(), Some(ChangeTime::Beforehand));
    /// assert_eq!(OptOutItem::Purpose.change_time(), None);
    /// ```
    #[must_use]
    pub const fn change_time(self) -> Option<ChangeTime> {
        match self {
            Self::Provider => Some(ChangeTime::WithoutDelay),
            Self::Purpose | Self::StopOnRequest => None,
            _ => Some(ChangeTime::Beforehand),
        }
    }
}

/// What a provision by opt-out still lacks (法27条2項, 4項; 規則11条).
///
/// ```
/// use jiff::civil::date;
/// use law::provision::opt_out::{OptOutItem, OptOutPlan, check};
/// let plan = OptOutPlan { told: OptOutItem::ALL.to_vec(), is_filed: true, has_period_passed: true, ..OptOutPlan::default() };
/// assert!(check(&plan, date(2026, 4, 1)).is_empty());
/// ```
#[must_use]
pub fn check(plan: &OptOutPlan, as_of: Date) -> Vec<Finding> {
    let untold = OptOutItem::in_force(as_of).into_iter().filter(|item| !plan.told.contains(item));
    let untold = untold.map(|item| {
        let name = item.name();
        let message = Text::new(
            format!("「{}」を本人に通知するか、容易に知り得る状態に置いてください", name.ja),
            format!("tell the persons, or put where they can easily know: {}", name.en),
        );
        Finding::block("opt_out.told", message, item.article())
    });
    let obstacles = OBSTACLES.iter().filter(|obstacle| (obstacle.stands)(plan));
    let obstacles = obstacles.map(|it| Finding::block(it.field, it.message.clone(), it.article));
    untold.chain(obstacles).collect()
}

/// Something that stands in the way of a provision by opt-out.
struct Obstacle {
    field: &'static str,
    stands: fn(&OptOutPlan) -> bool,
    message: Text,
    article: Article,
}

static OBSTACLES: [Obstacle; 5] = [
    Obstacle {
        field: "opt_out.filed",
        stands: |plan| !plan.is_filed,
        message: Text::fixed(
            "個人情報保護委員会への届出が要ります",
            "file it with the Commission first",
        ),
        article: OPT_OUT,
    },
    Obstacle {
        field: "opt_out.period_passed",
        stands: |plan| !plan.has_period_passed,
        message: Text::fixed(
            "本人が停止を求めるのに必要な期間を置いてください",
            "leave the persons the time they need to object",
        ),
        article: Article::of(Law::AppiRules, 11).paragraph(1).item(1),
    },
    Obstacle {
        field: "opt_out.objected",
        stands: |plan| plan.is_objected,
        message: Text::fixed(
            "本人の求めがあったため、この本人の個人データの提供を停止してください",
            "the person has asked for it: stop providing this person's data",
        ),
        article: OPT_OUT,
    },
    Obstacle {
        field: "opt_out.wrongly_obtained",
        stands: |plan| plan.is_wrongly_obtained,
        message: Text::fixed(
            "不正に取得された個人データは提供できません",
            "data obtained wrongfully cannot be provided so",
        ),
        article: OPT_OUT,
    },
    Obstacle {
        field: "opt_out.received_by_opt_out",
        stands: |plan| plan.is_received_by_opt_out,
        message: Text::fixed(
            "オプトアウトで受け取った個人データ(複製や加工したものを含む)は再び提供できません",
            "data received by opt-out, copies and processed data included, cannot be provided so again",
        ),
        article: OPT_OUT,
    },
];
