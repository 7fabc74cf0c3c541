/** Whether a text is a session description at all (RFC 8866 section 5); what is in it is for the two ends to judge. */

/** `v=0` first, then lines of a letter, `=` and a value without NUL. The last line may lack its end, or half of it. */
const DESCRIPTION = /^v=0\r?\n(?:[a-z]=[^\0\r\n]*\r?\n)*[a-z]=[^\0\r\n]*(?:\r?\n|\r)?$/;
const MEDIA_SECTION = /^m=[a-z]+ /m;

export function isSessionDescription(text: string): boolean {
  // Half a character, as JSON may have it, is no UTF-8, and so no description.
  return DESCRIPTION.test(text) && MEDIA_SECTION.test(text) && text.isWellFormed();
}

/**
 * Each line has an end (RFC 8866 section 9), the last one too. A page that trims its offer takes it away, and OpenAI
 * then finds the end of the file in the middle of a line: ACM-VIT/ExamCooker#589.
 */
export function endLastLine(description: string): string {
  return description.endsWith('\n') ? description : `${description.replace(/\r$/, '')}\r\n`;
}
