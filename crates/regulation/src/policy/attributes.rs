//! Which attributes a policy looks at, read from the parsed policy: spelling and line breaks make no difference.

use std::collections::BTreeSet;

use cedar_policy::Policy;
use serde_json::Value;

/// Names that policies look at.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    /// Every attribute that is read or asked for, of whatever.
    pub(super) named: BTreeSet<String>,
    /// Attributes of the resource that lead on to something of their own (`resource.auditor.unit`, `resource.place in …`).
    pub(super) followed: BTreeSet<String>,
}

impl Attributes {
    /// What a policy looks at.
    ///
    /// # Errors
    /// When the policy cannot be written as JSON.
    pub(super) fn of(policy: &Policy) -> Result<Self, String> {
        let parsed = policy.to_json().map_err(|error| error.to_string())?;
        let mut seen = Self::default();
        seen.walk(&parsed);
        Ok(seen)
    }

    fn walk(&mut self, node: &Value) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Object(object) => {
                for (operator, operands) in object {
                    self.note(operator, operands);
                    self.walk(operands);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, operator: &str, operands: &Value) {
        match operator {
            "." | "has" => {
                // `has` with a path (`resource has auditor.unit`) can come as a list of names.
                match operands.get("attr") {
                    Some(Value::String(name)) => drop(self.named.insert(name.clone())),
                    Some(Value::Array(names)) => {
                        self.named
                            .extend(names.iter().filter_map(Value::as_str).map(ToOwned::to_owned));
                    }
                    _ => {}
                }
                self.follow(operands.get("left"));
            }
            "in" | "is" => self.follow(operands.get("left")),
            _ => {}
        }
    }

    /// Notes the attribute when the expression is one of the resource's.
    fn follow(&mut self, expression: Option<&Value>) {
        let Some(access) = expression.and_then(|it| it.get(".")) else { return };
        let is_of_resource = access
            .get("left")
            .and_then(|left| left.get("Var"))
            .is_some_and(|variable| variable == "resource");
        if let (true, Some(name)) = (is_of_resource, access.get("attr").and_then(Value::as_str)) {
            self.followed.insert(name.to_owned());
        }
    }
}
