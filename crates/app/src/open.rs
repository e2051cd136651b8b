//! What is still open of records in force: reviews that are due or were ordered, and what the regulation misses in them.

use engine::{UnitId, World, review, review::Window};
use regulation::Form;

use crate::{
    Actor, App,
    error::AppError,
    records::may_in_force,
    register::{ListRequest, Open},
};

/// The review of a form's records, as far as a person has to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewTask {
    /// Form id.
    pub form: String,
    /// Clause by which the person has to see to it.
    pub clause: String,
    /// The window that is on, or the last that was.
    pub window: Window,
    /// Whether the person has others look the records through.
    pub is_directing: bool,
    /// Records still to be looked through; `None` for 10,000 and more.
    pub open: Option<u32>,
    /// How many of them because somebody ordered it.
    pub ordered: Option<u32>,
    /// Records in force in all.
    pub in_force: Option<u32>,
}

/// Records in force that lack something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LackTask {
    /// Form id.
    pub form: String,
    /// Field that is lacking.
    pub field: String,
    /// How many records lack it; `None` for 10,000 and more.
    pub count: Option<u32>,
}

impl App {
    /// The reviews that a person does or directs, whether anything of them is open or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reviews(&self, actor: Actor) -> Result<Vec<ReviewTask>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let mut tasks = Vec::new();
        for form in &tenant.regulation.forms {
            let Some(review) = &form.review else { continue };
            let Some(window) = review::latest(&tenant.regulation, review, world.today) else {
                continue;
            };
            let directed = units(world, actor, form, "order_review");
            let is_directing = !directed.is_empty();
            let mine = if is_directing { directed } else { units(world, actor, form, "review") };
            if mine.is_empty() {
                continue;
            }
            let director = review.directed_by.as_ref().filter(|_| is_directing);
            let count = async |open| self.count_open(actor, form, &mine, open).await;
            tasks.push(ReviewTask {
                form: form.id.clone(),
                clause: director.map_or(&review.clause, |grant| &grant.clause).clone(),
                window,
                is_directing,
                open: count(Some(Open::Review)).await?,
                ordered: count(Some(Open::OrderedReview)).await?,
                in_force: count(None).await?,
            });
        }
        Ok(tasks)
    }

    /// What records in force lack, of those that a person keeps or whose review they direct.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lacks(&self, actor: Actor) -> Result<Vec<LackTask>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let mut tasks = Vec::new();
        for form in &tenant.regulation.forms {
            let flagged: Vec<_> = form.fields.iter().filter(|it| it.flag.is_some()).collect();
            if flagged.is_empty() {
                continue;
            }
            let mut mine = units(world, actor, form, "order_review");
            if mine.is_empty() {
                mine = units(world, actor, form, "revise");
            }
            if mine.is_empty() {
                continue;
            }
            for field in flagged {
                let open = Some(Open::Lack(field.id.clone()));
                let count = self.count_open(actor, form, &mine, open).await?;
                if count != Some(0) {
                    let (form, field) = (form.id.clone(), field.id.clone());
                    tasks.push(LackTask { form, field, count });
                }
            }
        }
        Ok(tasks)
    }

    async fn count_open(
        &self,
        actor: Actor,
        form: &Form,
        units: &[UnitId],
        open: Option<Open>,
    ) -> Result<Option<u32>, AppError> {
        let request = ListRequest {
            form: form.id.clone(),
            open,
            units: Some(units.to_vec()),
            ..ListRequest::default()
        };
        self.count(actor, &request).await
    }
}

/// The units over whose records in force a person may do something.
fn units(world: World<'_>, actor: Actor, form: &Form, action: &str) -> Vec<UnitId> {
    let units = world.organization.units().map(|unit| unit.id);
    units.filter(|unit| may_in_force(world, actor.member, form, *unit, action)).collect()
}
