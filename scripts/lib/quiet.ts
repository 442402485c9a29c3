/** Runs what writes reports of its own with `console.log`: they go to standard error, since standard output is for the command's answer. */
export async function besideTheAnswer<T>(act: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = console.error;
  try {
    return await act();
  } finally {
    console.log = log;
  }
}
