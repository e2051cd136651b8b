//! What the commands print: the one place that writes to standard output and standard error.
//!
//! Whoever reads may stop reading (`kitei law … | head`). What is left is then not printed, in silence, and the exit code stays that
//! of the work. Any other fault of standard output is kept, and told when the command ends.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
    sync::OnceLock,
};

/// Prints a line to standard output.
macro_rules! print_line {
    ($($argument:tt)*) => { $crate::output::to_stdout(format_args!("{}\n", format_args!($($argument)*))) };
}

/// Prints a text as it is to standard output.
macro_rules! print_text {
    ($($argument:tt)*) => { $crate::output::to_stdout(format_args!($($argument)*)) };
}

/// Prints a line to standard error.
macro_rules! print_error {
    ($($argument:tt)*) => { $crate::output::to_stderr(format_args!("{}\n", format_args!($($argument)*))) };
}

pub(crate) use {print_error, print_line, print_text};

static FAULT: OnceLock<io::Error> = OnceLock::new();

pub(crate) fn to_stdout(text: fmt::Arguments<'_>) {
    if let Err(error) = write(anstream::stdout().lock(), text) {
        // Only the first fault is of interest.
        let _ = FAULT.set(error);
    }
}

pub(crate) fn to_stderr(text: fmt::Arguments<'_>) {
    // There is nowhere left to tell it.
    let _ = write(anstream::stderr().lock(), text);
}

/// What went wrong with standard output, other than that nobody reads it any more.
pub(crate) fn fault() -> Option<&'static io::Error> {
    FAULT.get().filter(|error| error.kind() != ErrorKind::BrokenPipe)
}

fn write(mut to: impl Write, text: fmt::Arguments<'_>) -> io::Result<()> {
    to.write_fmt(text)?;
    to.flush()
}
