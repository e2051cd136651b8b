//! A file system of its own in a file, and cutting its power.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, ensure};
use clap::ValueEnum;
use tempfile::TempDir;

/// How large it is, bytes. XFS wants at least 300 MiB.
const BYTES: u64 = 512 << 20;
/// Shuts a file system down without writing out its journal (`FS_IOC_SHUTDOWN` with `FS_SHUTDOWN_FLAGS_NOLOGFLUSH`). In Python,
/// for this workspace forbids unsafe code, which a system call of one's own is.
const SHUTDOWN: &str = "import fcntl, os, struct, sys\n\
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";

/// A kind of file system.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FileSystem {
    /// Most servers have it
    Ext4,
    /// The other one
    Xfs,
}

impl FileSystem {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ext4 => "ext4",
            Self::Xfs => "xfs",
        }
    }

    const fn maker(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Ext4 => ("mkfs.ext4", &["-q", "-F"]),
            Self::Xfs => ("mkfs.xfs", &["-q", "-f"]),
        }
    }
}

/// What is missing for power cuts on this machine; `None` where they can be had.
pub(super) fn lack(system: FileSystem) -> Option<String> {
    let tried = Disk::make(system).and_then(|mut disk| {
        std::fs::write(disk.path().join("kept"), b"1")?;
        disk.write_out()?;
        std::fs::write(disk.path().join("lost"), b"1")?;
        disk.cut_power()?;
        ensure!(disk.path().join("kept").exists(), "what was written out is gone");
        ensure!(!disk.path().join("lost").exists(), "what was not written out is there");
        Ok(())
    });
    tried.err().map(|error| format!("{error:#}"))
}

/// A mounted file system; it goes when this is dropped.
pub(super) struct Disk {
    folder: TempDir,
    is_mounted: bool,
}

impl Disk {
    /// Makes and mounts one.
    pub(super) fn make(system: FileSystem) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("kitei-disk-").tempdir()?;
        File::create(folder.path().join("image"))?.set_len(BYTES)?;
        std::fs::create_dir(folder.path().join("mount"))?;
        let mut disk = Self { folder, is_mounted: false };
        let (maker, arguments) = system.maker();
        run(Command::new(maker).args(arguments).arg(disk.image()))?;
        disk.mount()?;
        Ok(disk)
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    /// Where it is mounted.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("mount")
    }

    fn mount(&mut self) -> anyhow::Result<()> {
        run(Command::new("mount").args(["-o", "loop"]).arg(self.image()).arg(self.path()))?;
        self.is_mounted = true;
        Ok(())
    }

    fn unmount(&mut self) -> anyhow::Result<()> {
        run(Command::new("umount").arg(self.path()))?;
        self.is_mounted = false;
        Ok(())
    }

    /// Writes everything out.
    pub(super) fn write_out(&self) -> anyhow::Result<()> {
        run(Command::new("sync").arg("-f").arg(self.path()))
    }

    /// Cuts the power and starts again.
    pub(super) fn cut_power(&mut self) -> anyhow::Result<()> {
        run(Command::new("python3").args(["-c", SHUTDOWN]).arg(self.path()))?;
        self.unmount()?;
        self.mount()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_mounted {
            let _ = self.unmount();
        }
    }
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let program = Path::new(command.get_program()).display().to_string();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{program}` cannot be started"))?;
    ensure!(
        output.status.success(),
        "`{program}` failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(())
}
