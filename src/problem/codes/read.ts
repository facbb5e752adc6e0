/** BG01xx: what one file says of itself, before anything is looked up in another. */
export const readCodes = {
  BG0101: {
    title: 'not an ordinary file',
    why: 'A link, a submodule or an executable can hold something else tomorrow than what was reviewed today.',
    repair: 'Put an ordinary file in its place, without the executable bit.',
  },
  BG0102: {
    title: 'file in the wrong place or with the wrong name',
    why: 'A file that looks like a grant but is not read as one is worse than an error: somebody believes in it.',
    repair: 'Name it as the message says, directly in its folder, or move it out of the folder.',
  },
  BG0103: {
    title: 'file too big',
    why: 'Nobody reviews more than 64 KiB of one file, and a huge file could keep the program busy.',
    repair: 'Make the file smaller; an estate may be split over several files.',
  },
  BG0104: {
    title: 'not valid UTF-8',
    why: 'Programs show invalid bytes in different ways, so people would not review the same text.',
    repair: 'Save the file as UTF-8.',
  },
  BG0105: {
    title: 'byte order mark or Windows line endings',
    why: 'Approval is of exact bytes; these differ from machine to machine and cannot be seen.',
    repair: 'Run breakglass fmt, and let the editor save with LF line endings and no byte order mark.',
  },
  BG0106: {
    title: 'tab character',
    why: 'Tabs cannot indent YAML, and every viewer shows them with another width.',
    repair: 'Use two spaces; breakglass fmt does it for indentation.',
  },
  BG0107: {
    title: 'character that cannot be seen',
    why: 'Control, bidirectional and invisible characters make a file read differently from what it says.',
    repair: 'Delete the character; in its place write what was meant.',
  },
  BG0108: {
    title: 'first line is missing',
    why: 'Editors find the schema through the first line, and then complete and explain every field.',
    repair: 'Run breakglass fmt, or write the line that the message shows.',
  },
  BG0109: {
    title: 'empty file',
    why: 'An empty file says nothing, but stands where a grant, playbook or estate is expected.',
    repair: 'Write the file or delete it.',
  },
  BG0110: {
    title: 'not valid YAML',
    why: 'The file cannot be read, so nothing that it may say counts.',
    repair: 'Mend the place that the message shows; the rest of the file is checked after that.',
  },
  BG0111: {
    title: 'the same field twice',
    why: 'Tools disagree on which of the two counts, so a reviewer may read the wrong one.',
    repair: 'Keep one of them.',
  },
  BG0112: {
    title: 'document marker',
    why: 'A second document in the same file is easily overlooked in a review.',
    repair: 'One file, one document: delete the marker, move a second document to its own file.',
  },
  BG0113: {
    title: 'YAML tag',
    why: 'A tag changes what a value is without changing how it reads.',
    repair: 'Write the plain value. Secrets never belong into these files.',
  },
  BG0114: {
    title: 'YAML anchor, alias or merge key',
    why: 'Reviewers must see a value where it applies, not somewhere else in the file.',
    repair: 'Repeat the value.',
  },
  BG0115: {
    title: 'YAML directive',
    why: 'A directive changes the rules by which the rest of the file is read.',
    repair: 'Delete the line.',
  },
  BG0116: {
    title: 'nested too deeply',
    why: 'No file of ours needs more than a few levels; deep nesting can exhaust the program that reads it.',
    repair: 'Write the file as its reference page shows.',
  },
  BG0117: {
    title: 'template sequence in a value',
    why: 'Terraform replaces ${ and %{ by something that nobody reviewed.',
    repair: 'Write the value without the sequence.',
  },
  BG0118: {
    title: 'number or truth value in an unusual form',
    why: 'People read 0x10, 1e3 or TRUE differently from what YAML makes of it.',
    repair: 'Write whole numbers in decimal digits and truth values as true or false; put text in quotes.',
  },
  BG0120: {
    title: 'wrong kind of file',
    why: 'The folder decides what a file is taken for and who must review it.',
    repair: 'Correct the kind, or move the file to the folder of its kind.',
  },
  BG0121: {
    title: 'unknown version of the file format',
    why: 'Fields can mean something else in another version.',
    repair:
      'Write apiVersion: breakglass/v1, or use the release of breakglass that the file was written for.',
  },
  BG0122: {
    title: 'unknown field',
    why: 'A field that is silently ignored could be a limit that its author relies on.',
    repair: 'Correct its name or delete it.',
  },
  BG0123: {
    title: 'missing field',
    why: 'There are no silent defaults for what decides about access.',
    repair: 'Add the field.',
  },
  BG0124: {
    title: 'wrong kind of value',
    why: 'A value is never converted: what was meant and what would be done could differ.',
    repair: 'Write the value as the example in the message.',
  },
  BG0125: {
    title: 'empty value',
    why: 'In YAML a # after a space starts a comment, so a value that begins with # is no value.',
    repair: 'Write the value, in quotes if it begins with #; or delete the field if it may be left out.',
  },
  BG0126: {
    title: 'account id without quotes',
    why: 'YAML reads it as a number and drops leading zeros: another account, or none.',
    repair: 'Put the twelve digits in quotes.',
  },
  BG0127: {
    title: 'value is not one of those allowed',
    why: 'Only the listed values have a meaning.',
    repair: 'Use one of the listed values.',
  },
  BG0128: {
    title: 'too long, too short, too many or too few',
    why: 'AWS and the engines have limits of their own, and reviewers must be able to read the whole.',
    repair: 'Stay within the limits in the message.',
  },
  BG0129: {
    title: 'the same entry twice',
    why: 'A list that says something twice was probably meant to say something else once.',
    repair: 'Delete one of them.',
  },
  BG0130: {
    title: 'fields in another order',
    why: 'All files of a kind read alike, so that a reviewer finds everything in its place.',
    repair: 'Run breakglass fmt.',
  },
  BG0131: {
    title: 'not a name',
    why: 'Names become parts of resource names, paths and tags in AWS, where other characters are refused or mean something.',
    repair: 'Use a-z, 0-9 and single hyphens between them.',
  },
  BG0132: {
    title: 'not a duration',
    why: 'Only one form is accepted, so that nobody confuses PT1M with P1M or 1h with 1m.',
    repair: 'Write whole minutes as 60m; for reviews and retention whole days as 3d.',
  },
  BG0133: {
    title: 'not an instant',
    why: 'A time without its zone is another time for every reader; evidence has one clock.',
    repair: 'Write UTC with seconds and Z, as 2026-11-22T04:40:00Z.',
  },
  BG0134: {
    title: 'date that does not exist',
    why: 'Programs turn 31 November into 1 December without a word.',
    repair: 'Write the date that was meant.',
  },
  BG0135: {
    title: 'not a team or person',
    why: 'The prefix says whether one person or a whole team is meant.',
    repair: 'Write team:<name>, or the name of a person where people are allowed.',
  },
  BG0136: {
    title: 'not an address range',
    why: 'AWS and this program could read an odd range differently, and one of them would open more.',
    repair: 'Write the network address and its prefix length, as 203.0.113.0/28.',
  },
  BG0137: {
    title: 'not a public SSH key',
    why: 'A key that cannot be read can prove no approval; a private key must never be in a repository.',
    repair: 'Copy the one line of the .pub file.',
  },
  BG0138: {
    title: 'unknown time zone',
    why: 'Times are shown to people in their own zone.',
    repair: 'Use a name of the IANA time zone database, as Europe/Berlin.',
  },
  BG0139: {
    title: 'wildcard',
    why: 'A wildcard would match items or attributes that nobody reviewed.',
    repair: 'List the exact keys or attributes.',
  },
  BG0140: {
    title: 'value in the wrong form',
    why: 'AWS or an engine would refuse the value, but only after the grant was approved.',
    repair: 'Write the value as the example in the message.',
  },
  BG0141: {
    title: 'fields that do not belong together',
    why: 'An entry that is two things at once, or neither, leaves open what was approved.',
    repair: 'Keep the fields of one of the two forms.',
  },
  BG0142: {
    title: 'lock file is not JSON',
    why: 'The lock file is written by the program; one that it cannot read was edited or merged by hand.',
    repair: 'Fetch it again with breakglass estate lock --target <target>.',
  },
} as const;
