/** Stage 08: the archive is not what it must be. 0801-0809 when it is used, 0810-0829 when it is verified. */
export const archiveCodes = {
  BG0801: {
    title: 'archive is empty',
    why: 'An archive without a beginning could be a wrong folder, and every grant would look as if it had never been opened.',
    repair: 'Check the path. If the target is new, make its archive first.',
  },
  BG0802: {
    title: 'archive belongs to something else',
    why: 'Warrants and endings of another target would justify or end access that they do not know.',
    repair: 'Check the target and the credentials; the archive says what it belongs to.',
  },
  BG0803: {
    title: 'archive exists already',
    why: 'An archive is made once. A second beginning would make two histories of one target.',
    repair: 'Use the archive that is there, or another place for the new target.',
  },
  BG0804: {
    title: 'record exists already, with other content',
    why: 'Records are written once and never changed. A warrant that exists was written by another run.',
    repair: 'Read what is stored; for a grant that was opened before, make a new grant.',
  },
  BG0805: {
    title: "grant's records cannot be used",
    why: 'A record that is broken, missing or of a newer version could be the one that ends the grant, so nothing is concluded from the others.',
    repair:
      'Run `breakglass archive verify`; use the newest breakglass, or restore the record from its source.',
  },
  BG0806: {
    title: 'archive is not protected',
    why: 'The bucket does not keep every record for as long as was agreed when the archive was made. Evidence that can be deleted is none, so nothing is opened; ending goes on.',
    repair:
      'Give the bucket versioning and an object lock in mode COMPLIANCE with the retention of the target.',
  },
  BG0807: {
    title: 'log cannot be continued',
    why: 'Its last entry, or one before it that was needed, is no entry of this log. An entry chained onto it would make the damage lasting: with the genuine object back, the chain would no longer fit.',
    repair:
      'Run `breakglass archive verify`; restore the object that the message names from a copy or an older version, or use the newest breakglass. Until then access still ends, and nothing is recorded or opened.',
  },
  BG0810: {
    title: 'record was changed',
    why: 'The bytes are not those whose digest stands in the log.',
    repair: 'Compare with another copy of the archive; find out who could write to it.',
  },
  BG0811: {
    title: 'record is missing',
    why: 'The log names it, or it stands between two entries that are there; records are never deleted.',
    repair: 'Restore it from another copy of the archive; find out who could delete from it.',
  },
  BG0812: {
    title: 'entry was inserted',
    why: 'The entries after it are numbered as if it were not there.',
    repair: 'Compare with another copy of the archive; find out who could write to it.',
  },
  BG0813: {
    title: 'record was moved',
    why: 'It lies under a key that is not its own, so the order of events is not the recorded one.',
    repair: 'Compare with another copy of the archive; find out who could write to it.',
  },
  BG0814: {
    title: 'record comes from another archive',
    why: 'Every record repeats the log id of its archive; this one has another.',
    repair: 'Find out who copied it here; compare with another copy of the archive.',
  },
  BG0815: {
    title: 'record is not in canonical form',
    why: 'Every record has exactly one form in bytes. Another form of the same content was not written by breakglass.',
    repair: 'Compare with another copy of the archive; do not edit or format the files of an archive.',
  },
  BG0816: {
    title: 'record has an unknown version',
    why: 'A newer format may hold something that this program would overlook.',
    repair: 'Use a newer breakglass.',
  },
  BG0817: {
    title: 'record has not the form of its kind',
    why: 'It cannot be read, lacks something, or says something else than its key.',
    repair: 'Compare with another copy of the archive.',
  },
  BG0818: {
    title: "grant's story is broken",
    why: 'Entries of a grant are numbered without gaps and point back, so that a story cannot be shown without one of its parts.',
    repair: 'Report it: a program wrote a wrong entry into an unbroken log.',
  },
  BG0819: {
    title: 'end of the log is cut off',
    why: 'A noted head lies beyond the last entry. The chain alone cannot show that its end is missing.',
    repair: 'Restore the entries from another copy of the archive; find out who could delete from it.',
  },
  BG0820: {
    title: "writer's clock went back",
    why: 'The entry says that it was written before the one before it, by more than both clocks may be wrong.',
    repair: 'Look at the clock of the machine that the entry names.',
  },
  BG0821: {
    title: 'not in the log yet',
    why: 'No entry names the object, so the chain does not protect it. A run that is under way or broke off leaves this behind; so does somebody who added it a moment ago.',
    repair:
      'Run `breakglass sweep`, which logs warrants and endings, and verify again; look at what it says before you rely on it.',
  },
  BG0822: {
    title: 'not an object of an archive',
    why: 'Only breakglass writes to an archive. It gives every object a key of a known form, and makes files, never links.',
    repair: 'Find out who put it there; keep other files elsewhere.',
  },
  BG0823: {
    title: 'something was put over a record',
    why: 'Records are written once. A later version or a delete marker hides the record from other tools, not from breakglass: the oldest version is the record.',
    repair: 'Find out who could write to the bucket; a delete marker can be removed, a later version stays.',
  },
  BG0824: {
    title: 'record can be deleted',
    why: 'Its version is not locked in mode COMPLIANCE, or not for as long as was agreed when the archive was made.',
    repair:
      'Lock the version for as long as is missing; find out why the default of the bucket was not applied.',
  },
  BG0825: {
    title: 'record was added',
    why: 'No entry names it. It is older than the newest entries, or it is a warrant of which the log says nothing, although `apply` logs every request before it writes a warrant.',
    repair:
      'Find out who could write to the archive. If runs broke off one after another, `breakglass sweep` logs what they left behind; a warrant without a request is never logged.',
  },
  BG0826: {
    title: 'record was logged late',
    why: 'A run that did not write the record found it without an entry. The one that wrote it was slower or broke off in between, or somebody added the record.',
    repair:
      'Compare with the log of the pipeline: which run broke off there? The record says who is said to have written it, and when.',
  },
} as const;
