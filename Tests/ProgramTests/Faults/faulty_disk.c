// A disk that fails when it is told to: loaded into a program before the C library (LD_PRELOAD), it stands
// between the program and its writes to one file and the files that SQLite keeps beside it.
//
//   FAULTY_FILE   a part of the path; only files whose path holds it are watched, shared memory is not
//   FAULTY_MODE   crash  the process is gone before the write
//                 torn   half of the write is done, then the process is gone
//                 power  of the writes that no sync has made safe each is undone or not, then the process
//                        is gone
//                 full   from then on, so many writes find no room
//                 sync   one sync fails, and what it should have made safe is lost
//                 sealed nothing can be opened for writing
//                 single no file can have a second name
//   FAULTY_AT     which write, or sync, counted from 1 in this process
//   FAULTY_COUNT  how many writes a full disk refuses
//   FAULTY_SEED   decides what a power loss undoes
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum mode { OFF, CRASH, TORN, POWER, FULL, SYNC, SEALED, SINGLE };

// A write that is not safe yet, with what stood in its place.
struct undone {
  int file;
  off_t at;
  size_t length;      // bytes written
  size_t old_length;  // bytes that stood there before
  off_t file_size;    // of the file before
  char *old;
  struct undone *earlier;
};

static enum mode mode = OFF;
static const char *watched;
static long fault_at, full_count = 20, writes, syncs;
static uint64_t random_state;
static struct undone *latest;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_link)(const char *, const char *);
static int (*real_open)(const char *, int, ...);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

static long number(const char *name, long fallback) {
  const char *text = getenv(name);
  return text ? atol(text) : fallback;
}

__attribute__((constructor)) static void begin(void) {
  static const char *names[] = {"", "crash", "torn", "power", "full", "sync", "sealed", "single"};
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_pread = dlsym(RTLD_NEXT, "pread64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_link = dlsym(RTLD_NEXT, "link");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  watched = getenv("FAULTY_FILE");
  const char *wanted = getenv("FAULTY_MODE");
  for (int i = CRASH; wanted && watched && i <= SINGLE; i++)
    if (strcmp(names[i], wanted) == 0) mode = i;
  fault_at = number("FAULTY_AT", 1);
  full_count = number("FAULTY_COUNT", full_count);
  random_state = (uint64_t)number("FAULTY_SEED", 1) * 2654435761u + 1;
}

static int is_watched(int file) {
  char link[64], path[1024];
  if (mode == OFF) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, watched) && !strstr(path, "-shm") && !strstr(path, ".lock");
}

static int coin(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (random_state >> 32) & 1;
}

static void put_back(const struct undone *one) {
  if (one->old_length) real_pwrite(one->file, one->old, one->old_length, one->at);
  if (one->old_length < one->length) {
    // What was added to the end of the file is gone with its length.
    off_t end = one->at + (off_t)one->old_length;
    struct stat now;
    if (fstat(one->file, &now) == 0 && now.st_size <= one->at + (off_t)one->length)
      if (ftruncate(one->file, end > one->file_size ? end : one->file_size)) _exit(99);
  }
}

static void lose(int file, int all) {
  for (struct undone *one = latest; one; one = one->earlier)
    if (file < 0 || one->file == file)
      if (all || coin()) put_back(one);
}

static void forget(int file) {
  for (struct undone **place = &latest; *place;) {
    struct undone *one = *place;
    if (one->file != file) {
      place = &one->earlier;
      continue;
    }
    *place = one->earlier;
    free(one->old);
    free(one);
  }
}

static void remember(int file, size_t length, off_t at) {
  struct stat before;
  struct undone *one = calloc(1, sizeof *one);
  one->old = malloc(length);
  if (!one->old || fstat(file, &before)) _exit(99);
  ssize_t got = real_pread(file, one->old, length, at);
  one->file = file;
  one->at = at;
  one->length = length;
  one->old_length = got > 0 ? (size_t)got : 0;
  one->file_size = before.st_size;
  one->earlier = latest;
  latest = one;
}

static ssize_t faulty_write(int file, const void *bytes, size_t length, off_t at) {
  if (!is_watched(file)) return real_pwrite(file, bytes, length, at);
  pthread_mutex_lock(&turn);
  writes++;
  if (mode == CRASH && writes == fault_at) _exit(137);
  if (mode == TORN && writes == fault_at) {
    real_pwrite(file, bytes, length / 2, at);
    _exit(137);
  }
  if (mode == POWER && writes == fault_at) {
    lose(-1, 0);
    _exit(137);
  }
  if (mode == FULL && writes >= fault_at && writes < fault_at + full_count) {
    pthread_mutex_unlock(&turn);
    errno = ENOSPC;
    return -1;
  }
  if (mode == POWER || mode == SYNC) remember(file, length, at);
  ssize_t written = real_pwrite(file, bytes, length, at);
  pthread_mutex_unlock(&turn);
  return written;
}

static int faulty_sync(int file, int (*sync_it)(int)) {
  if (!is_watched(file)) return sync_it(file);
  pthread_mutex_lock(&turn);
  syncs++;
  int result;
  if (mode == SYNC && syncs == fault_at) {
    lose(file, 1);
    errno = EIO;
    result = -1;
  } else {
    result = sync_it(file);
  }
  forget(file);
  pthread_mutex_unlock(&turn);
  return result;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at) {
  return faulty_write(file, bytes, length, at);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
  return faulty_write(file, bytes, length, at);
}

// SQLite writes at a place; this one is for what is written from beginning to end.
ssize_t write(int file, const void *bytes, size_t length) {
  if (mode != FULL || !is_watched(file)) return real_write(file, bytes, length);
  pthread_mutex_lock(&turn);
  writes++;
  int is_full = writes >= fault_at && writes < fault_at + full_count;
  pthread_mutex_unlock(&turn);
  if (!is_full) return real_write(file, bytes, length);
  errno = ENOSPC;
  return -1;
}

int link(const char *path, const char *name) {
  if (mode == SINGLE && strstr(path, watched)) {
    errno = EPERM;
    return -1;
  }
  return real_link(path, name);
}

int fsync(int file) { return faulty_sync(file, real_fsync); }

int fdatasync(int file) { return faulty_sync(file, real_fdatasync); }

static int faulty_open(const char *path, int flags, mode_t permissions) {
  if (mode == SEALED && (flags & O_ACCMODE) != O_RDONLY && strstr(path, watched)) {
    errno = EROFS;
    return -1;
  }
  return real_open(path, flags, permissions);
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t permissions = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return faulty_open(path, flags, permissions);
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t permissions = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return faulty_open(path, flags, permissions);
}
