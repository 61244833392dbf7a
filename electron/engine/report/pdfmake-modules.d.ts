/** What pdfmake exports and its type package leaves out. */

/** The one instance: its functions are methods and need it as `this`. */
declare module 'pdfmake/js/index.js' {
  import type * as instance from 'pdfmake';
  const pdfmake: typeof instance;
  export default pdfmake;
}

/** Paths of the fonts that come with pdfmake. */
declare module 'pdfmake/fonts/Roboto.js' {
  interface FontFiles {
    normal: string;
    bold: string;
    italics: string;
    bolditalics: string;
  }
  const fonts: { Roboto: FontFiles };
  export default fonts;
}
