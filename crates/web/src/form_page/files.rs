//! A field for files: what is in it, each with a button that takes it out, and a control for one more. Its buttons send the
//! whole form, so that nothing typed elsewhere is lost; no script is needed.

use maud::{Markup, html};
use regulation::Field;

use super::FormPage;
use crate::{context::spoken, files, ui, words::EditWords};

impl FormPage<'_> {
    pub(super) fn files(&self, field: &Field, frame: &ui::Field<'_>) -> Markup {
        let words = EditWords::of(self.language);
        let items = files::in_field(self.values, &field.id);
        html! {
            div.files {
                (ui::field(spoken(self.language).words(), frame, &ui::Control::File { accept: "", current: None }))
                (self.button("attach", &field.id, words.attach_now))
                @if !items.is_empty() {
                    ul.attachments {
                        @for item in items {
                            li {
                                (item.link()) " "
                                (self.button("remove_file", &format!("{}/{}", field.id, item.id), words.remove_file))
                            }
                        }
                    }
                }
            }
        }
    }

    fn button(&self, name: &str, value: &str, label: &str) -> Markup {
        html! {
            button.button.small type="submit" data-kind="secondary" name=(name) value=(value)
                formaction=(self.files_action) formenctype="multipart/form-data" formnovalidate { (label) }
        }
    }
}
