/** Puts the text of a field on the clipboard; where the browser refuses, leaves it selected and returns false. */
export async function copy(field: HTMLTextAreaElement | HTMLInputElement): Promise<boolean> {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Denied, or a page without https: the older way still works in most of those.
    try {
      return document.execCommand('copy');
    } catch {
      return false;
    }
  }
}
