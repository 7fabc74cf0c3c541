/** Whether a text is a session description at all (RFC 8866 section 5); what is in it is for the two ends to judge. */

/** `v=0` first, then lines of a letter, `=` and a value. The last line may lack its end. */
const DESCRIPTION = /^v=0\r?\n(?:[a-z]=[^\r\n]*\r?\n)*[a-z]=[^\r\n]*(?:\r?\n)?$/;
const MEDIA_SECTION = /^m=[a-z]+ /m;

export function isSessionDescription(text: string): boolean {
  return DESCRIPTION.test(text) && MEDIA_SECTION.test(text);
}
