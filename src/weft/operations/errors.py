"""Why a backup or a restore was refused. Each message says what to do.

BackupError
├── NoRoom         the disk has not enough space
├── Busy           another backup, or a running service, holds what is needed
├── NotABackup     the file is something else
├── Damaged        the file is cut short, or does not hold what it says
├── OtherVersion   made by another version, on another kind of database, or in another mode
└── NotEmpty       the database holds something, and nobody said to replace it
"""


class BackupError(Exception):
    """A backup could not be made or put back. Nothing was changed."""


class NoRoom(BackupError):
    pass


class Busy(BackupError):
    pass


class NotABackup(BackupError):
    pass


class Damaged(BackupError):
    pass


class OtherVersion(BackupError):
    pass


class NotEmpty(BackupError):
    pass
