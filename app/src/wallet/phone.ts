/** Whether fingers alone point at things here: wallets are apps beside the browser then, and not part of it. */
export const isPhone = (): boolean => matchMedia("(hover: none) and (pointer: coarse)").matches;
