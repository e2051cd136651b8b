//! Being written.
/// Workbooks of open runs, kept in memory.
#[derive(Default)]
pub(crate) struct OpenWorkbooks;
