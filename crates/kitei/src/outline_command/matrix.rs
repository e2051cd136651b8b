//! Offices × forms × acts: one line a form, one column an office.

use regulation::{Form, Step, StepKind, Who};

use super::{Outline, table};

impl Outline<'_> {
    /// Who drafts, settles and reads which form.
    pub(super) fn forms_by_office(self) -> String {
        let offices = &self.regulation.offices;
        let mut heads = vec![
            self.say("番号", "Number"),
            self.say("様式", "Form"),
            self.say("全員", "Everybody"),
        ];
        heads.extend(offices.iter().map(|office| self.office_short(&office.id)));
        let row = |form: &Form| {
            let mut cells = vec![form.number.clone(), self.text(&form.title).to_owned()];
            cells.push(self.marks(form, None));
            cells.extend(offices.iter().map(|office| self.marks(form, Some(office.id.as_str()))));
            cells
        };
        let legend = self.say(
            "起＝起案する、決＝承認・決裁する、受＝受理・確認する、録＝会議体の決定を記録する、読＝読む。",
            "D drafts, A approves or decides, K takes note, M records what a body decided, R reads.",
        );
        let title = self.say("様式と役職", "Forms and offices");
        format!(
            "## {title}\n\n{legend}\n\n{}",
            table(&heads, self.regulation.forms.iter().map(row))
        )
    }

    /// What an office, or everybody, does with a form.
    fn marks(self, form: &Form, office: Option<&str>) -> String {
        let is_named = |who: &Who| match (who, office) {
            (Who::Everyone, None) => true,
            (Who::Office(id), Some(office)) => id == office,
            _ => false,
        };
        let mut marks = String::new();
        if form.drafters.iter().any(|grant| is_named(&grant.who)) {
            marks.push_str(self.say("起", "D"));
        }
        let route = self.regulation.route_of(form);
        if let (Some(office), Some(route)) = (office, route) {
            let mut settled = Vec::new();
            for step in &route.steps {
                self.settled_by(step, office, &mut settled);
            }
            settled.dedup();
            marks.extend(settled);
        }
        let is_public = form.is_public && office.is_none();
        if is_public || form.readers.iter().any(|grant| is_named(&grant.who)) {
            marks.push_str(self.say("読", "R"));
        }
        marks
    }

    fn settled_by(self, step: &Step, by: &str, marks: &mut Vec<&'static str>) {
        match &step.kind {
            StepKind::Approve { office, .. } if office == by => marks.push(self.say("決", "A")),
            StepKind::Acknowledge { office, .. } if office == by => marks.push(self.say("受", "K")),
            StepKind::DecideByBody { body, recorded_by, .. } => {
                if body == by {
                    marks.push(self.say("決", "A"));
                }
                if recorded_by == by {
                    marks.push(self.say("録", "M"));
                }
            }
            StepKind::Parallel { steps } => {
                for step in steps {
                    self.settled_by(step, by, marks);
                }
            }
            _ => {}
        }
    }
}
