// Turns signals into bytes in a pipe, and restores the terminal even after a crash.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static const int loop_signals[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT, SIGTSTP};
static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
// All other signals that end a program by default, besides those from SIGRTMIN on.
static const int end_signals[] = {SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGSTKFLT, SIGXCPU, SIGXFSZ,
                                  SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSYS};
enum {
  LOOP_SIGNALS = sizeof loop_signals / sizeof *loop_signals,
  CRASH_SIGNALS = sizeof crash_signals / sizeof *crash_signals,
  END_SIGNALS = sizeof end_signals / sizeof *end_signals,
};

// MARK: - The pipe

static int pipe_ends[2] = {-1, -1};
static struct sigaction before_loop[LOOP_SIGNALS];

// A loop that has not ended some seconds after being asked to is stuck, for example writing to a terminal that no
// longer reads. SIGALRM then ends the program with the signal that asked.
enum { PATIENCE = 3 };
static volatile sig_atomic_t asked_by;

static void pass_on(int number) {
  int saved = errno;
  bool is_end = number == SIGTERM || number == SIGHUP || number == SIGINT || number == SIGQUIT;
  if (is_end && !asked_by) {
    asked_by = number;
    alarm(PATIENCE);
  }
  unsigned char byte = (unsigned char)number;
  // A full pipe means that the loop already has enough to wake up for.
  if (write(pipe_ends[1], &byte, 1) < 0) {}
  errno = saved;
}

// A parent that blocks signals in its threads passes that on to the programs it starts.
static void unblock(const int *numbers, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < count; i++) sigaddset(&set, numbers[i]);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int32_t fg_make_pipe(int32_t *reading_end, int32_t *writing_end) {
  int ends[2];
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return 0;
  *reading_end = ends[0];
  *writing_end = ends[1];
  return 1;
}

// Curses catches these if nobody else does. After the end its handlers would use a screen that is gone and exit
// with a misleading status.
static bool is_caught_by_curses(int number) {
  return number == SIGINT || number == SIGTERM || number == SIGTSTP || number == SIGWINCH;
}

static void start_end_signals(void);
static void stop_end_signals(void);

bool fg_start_signals(void) {
  if (!fg_make_pipe(&pipe_ends[0], &pipe_ends[1])) return false;
  asked_by = 0;
  start_end_signals();
  struct sigaction action = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  unblock(loop_signals, LOOP_SIGNALS);
  for (int i = 0; i < LOOP_SIGNALS; i++) {
    sigaction(loop_signals[i], NULL, &before_loop[i]);
    if (is_caught_by_curses(loop_signals[i]) && before_loop[i].sa_handler != SIG_IGN)
      before_loop[i] = (struct sigaction){.sa_handler = SIG_DFL};
    // Signals ignored at the start (nohup) stay ignored; curses has never touched these two.
    bool may_be_ignored = loop_signals[i] == SIGHUP || loop_signals[i] == SIGQUIT;
    if (may_be_ignored && before_loop[i].sa_handler == SIG_IGN) continue;
    sigaction(loop_signals[i], &action, NULL);
  }
  return true;
}

void fg_stop_signals(void) {
  if (pipe_ends[0] < 0) return;
  for (int i = 0; i < LOOP_SIGNALS; i++) {
    // Keep what the program has set since, such as ignoring a second SIGHUP.
    struct sigaction now;
    sigaction(loop_signals[i], NULL, &now);
    if (now.sa_handler == pass_on) sigaction(loop_signals[i], &before_loop[i], NULL);
  }
  if (asked_by) alarm(0);
  stop_end_signals();
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  pipe_ends[0] = pipe_ends[1] = -1;
}

int32_t fg_signal_descriptor(void) { return pipe_ends[0]; }

// MARK: - Restoring

static char restore_bytes[512];
static volatile sig_atomic_t restore_length;
static char crash_note[512];
static struct sigaction before_crash[CRASH_SIGNALS];

static size_t append(size_t length, const char *text) {
  for (; text && *text && length < sizeof restore_bytes; text++) {
    if (text[0] == '$' && text[1] == '<') {  // a delay for very old terminals
      while (*text && *text != '>') text++;
      if (!*text) break;
      continue;
    }
    restore_bytes[length++] = *text;
  }
  return length;
}

static size_t append_capability(size_t length, const char *name) {
  const char *text = tigetstr(name);
  return text == (char *)-1 ? length : append(length, text);
}

static void restore_now(void);

void fg_prepare_restore(bool mouse) {
  static bool is_registered;
  size_t length = 0;
  if (fg_state.marks_paste) length = append(length, "\033[?2004l");
  if (mouse && tigetstr("kmous")) length = append(length, "\033[?1006l\033[?1000l");
  length = append_capability(length, "sgr0");
  length = append_capability(length, "op");
  length = append_capability(length, "cnorm");
  length = append_capability(length, "rmkx");
  size_t before = length;
  length = append_capability(length, "rmcup");
  if (length == before) length = append(length, "\r\n");
  restore_length = (sig_atomic_t)length;
  if (!is_registered) atexit(restore_now);
  is_registered = true;
}

void fg_forget_restore(void) { restore_length = 0; }

// Async-signal-safe. Also called at exit: a library may end the process while the screen is open.
static void restore_now(void) {
  size_t length = (size_t)restore_length;
  if (length == 0) return;
  restore_length = 0;
  // Do not block on a terminal that no longer reads.
  struct pollfd end = {.fd = fg_state.output, .events = POLLOUT};
  if (poll(&end, 1, 0) > 0 && write(fg_state.output, restore_bytes, length) < 0) {}
  if (fg_state.has_termios) tcsetattr(fg_state.output, TCSANOW, &fg_state.termios);
}

// MARK: - Other ends

static struct sigaction before_end[NSIG];
static bool is_end_signal[NSIG];

// The signal is delivered again with its default action once we return, so that the exit status is correct.
static void end(int number) {
  restore_now();
  if (number == SIGALRM && asked_by) number = asked_by;
  sigaction(number, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
  raise(number);
}

static void start_end_signal(int number) {
  struct sigaction action = {.sa_handler = end, .sa_flags = SA_ONSTACK};
  sigfillset(&action.sa_mask);
  // Signals that are ignored, or caught by someone else, end nothing.
  is_end_signal[number] = sigaction(number, NULL, &before_end[number]) == 0
    && before_end[number].sa_handler == SIG_DFL && sigaction(number, &action, NULL) == 0;
  if (is_end_signal[number]) unblock(&number, 1);
}

static void start_end_signals(void) {
  for (int i = 0; i < END_SIGNALS; i++) start_end_signal(end_signals[i]);
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) start_end_signal(number);
}

static void stop_end_signals(void) {
  for (int number = 1; number < NSIG; number++) {
    struct sigaction now;
    if (is_end_signal[number] && sigaction(number, NULL, &now) == 0 && now.sa_handler == end)
      sigaction(number, &before_end[number], NULL);
    is_end_signal[number] = false;
  }
}

// MARK: - Crashes

static void crash(int number) {
  int index = 0;
  while (index < CRASH_SIGNALS - 1 && crash_signals[index] != number) index++;
  if (restore_length > 0) {
    restore_now();
    if (write(STDERR_FILENO, crash_note, strlen(crash_note)) < 0) {}
  }
  // With the previous action in place, the signal is delivered again on return, so that the exit status and a core
  // file are those of the crash.
  sigaction(number, &before_crash[index], NULL);
  raise(number);
}

// Swift's backtracer asks questions on the terminal and waits for a key, unless the environment disabled that when
// the process started. Only then may it run after us.
static bool may_chain(void) {
  const char *settings = getenv("SWIFT_BACKTRACE");
  return settings && strstr(settings, "interactive=no");
}

void fg_guard_crashes(const char *note) {
  static char stack[64 * 1024] __attribute__((aligned(16)));
  static bool is_guarding;
  strncpy(crash_note, note, sizeof crash_note - 1);
  if (is_guarding) return;
  is_guarding = true;
  stack_t found;
  // A separate stack lets the handler run after the main stack overflows.
  if (sigaltstack(NULL, &found) == 0 && (found.ss_flags & SS_DISABLE))
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
  struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK};
  sigfillset(&action.sa_mask);
  unblock(crash_signals, CRASH_SIGNALS);
  for (int i = 0; i < CRASH_SIGNALS; i++) {
    sigaction(crash_signals[i], &action, &before_crash[i]);
    if (!may_chain()) before_crash[i] = (struct sigaction){.sa_handler = SIG_DFL};
  }
}
