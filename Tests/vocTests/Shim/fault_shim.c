// A library that stands before libc (LD_PRELOAD) and makes one system call of a program go wrong.
//
// VOC_FAULT        CALL:NUMBER:ACTION, such as write:3:ENOSPC; number 0 counts and does nothing
// VOC_FAULT_BELOW  calls on other paths are neither counted nor touched
// VOC_FAULT_REST   1: every later call goes wrong too, as on a disk that stays full
// VOC_FAULT_COUNT  a file that gets the number of calls when the program ends
//
// CALL is write, read, open, fsync, rename, close, unlink, mkdir. ACTION is the name of an error; SHORT (half of the bytes);
// KILL (before the call) and KILLED (after it); TERM, INT, HUP (the signal is sent, the call goes on); STUCK (SIGTERM is sent, the
// call never returns); SHRINK, GROW (the file that is read loses its last byte or gets one more).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char call_name[16], action[16];
static const char *below;
static long wanted;
static int goes_on;
static atomic_long calls;

enum verdict { PASS, FAIL, HALF, KILL_AFTER };

__attribute__((constructor)) static void begin(void) {
  const char *fault = getenv("VOC_FAULT");
  const char *rest = getenv("VOC_FAULT_REST");
  below = getenv("VOC_FAULT_BELOW");
  goes_on = rest != NULL && strcmp(rest, "1") == 0;
  if (fault == NULL || below == NULL) return;
  if (sscanf(fault, "%15[^:]:%ld:%15s", call_name, &wanted, action) != 3) call_name[0] = 0;
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("VOC_FAULT_COUNT");
  if (path == NULL) return;
  char text[24];
  int length = snprintf(text, sizeof text, "%ld", atomic_load(&calls));
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return;
  syscall(SYS_write, file, text, length);
  syscall(SYS_close, file);
}

static int number_of(const char *name) {
  static const struct { const char *name; int number; } known[] = {
      {"ENOSPC", ENOSPC}, {"EIO", EIO},       {"EINTR", EINTR},   {"EDQUOT", EDQUOT},
      {"EACCES", EACCES}, {"EMFILE", EMFILE}, {"ENOSYS", ENOSYS},
  };
  for (size_t index = 0; index < sizeof known / sizeof *known; index++)
    if (strcmp(name, known[index].name) == 0) return known[index].number;
  return EIO;
}

static void end_now(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

// Gives the file behind a descriptor a byte more or less.
static void resize(int file, long change) {
  char path[32];
  struct stat status;
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  if (file < 0 || fstat(file, &status) != 0) return;
  int other = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY);
  if (other < 0) return;
  syscall(SYS_ftruncate, other, status.st_size + change);
  syscall(SYS_close, other);
}

static enum verdict judge(const char *name, const char *path, int file) {
  char link[32], found[4096];
  if (call_name[0] == 0 || strcmp(name, call_name) != 0) return PASS;
  if (path == NULL) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlink, link, found, sizeof found - 1);
    if (length < 0) return PASS;
    found[length] = 0;
    path = found;
  }
  if (strncmp(path, below, strlen(below)) != 0) return PASS;
  long number = atomic_fetch_add(&calls, 1) + 1;
  if (wanted == 0 || (goes_on ? number < wanted : number != wanted)) return PASS;
  if (strcmp(action, "SHORT") == 0) return HALF;
  if (strcmp(action, "KILL") == 0) end_now();
  if (strcmp(action, "KILLED") == 0) return KILL_AFTER;
  if (strcmp(action, "SHRINK") == 0) return resize(file, -1), PASS;
  if (strcmp(action, "GROW") == 0) return resize(file, 1), PASS;
  int stuck = strcmp(action, "STUCK") == 0;
  if (stuck || strcmp(action, "TERM") == 0) kill(getpid(), SIGTERM);
  if (strcmp(action, "INT") == 0) kill(getpid(), SIGINT);
  if (strcmp(action, "HUP") == 0) kill(getpid(), SIGHUP);
  while (stuck) pause();
  if (strcmp(action, "TERM") == 0 || strcmp(action, "INT") == 0 || strcmp(action, "HUP") == 0) return PASS;
  errno = number_of(action);
  return FAIL;
}

#define NEXT(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))
#define AROUND(call)                     \
  if (verdict == FAIL) return -1;        \
  __typeof__(call) result = call;        \
  if (verdict == KILL_AFTER) end_now();  \
  return result

ssize_t write(int file, const void *bytes, size_t count) {
  enum verdict verdict = judge("write", NULL, file);
  AROUND(NEXT(write)(file, bytes, verdict == HALF && count > 1 ? count / 2 : count));
}

ssize_t read(int file, void *bytes, size_t count) {
  enum verdict verdict = judge("read", NULL, file);
  AROUND(NEXT(read)(file, bytes, verdict == HALF && count > 1 ? count / 2 : count));
}

ssize_t pread(int file, void *bytes, size_t count, off_t offset) {
  enum verdict verdict = judge("read", NULL, file);
  AROUND(NEXT(pread)(file, bytes, verdict == HALF && count > 1 ? count / 2 : count, offset));
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  enum verdict verdict = judge("open", path, -1);
  AROUND(NEXT(open)(path, flags, mode));
}

int fsync(int file) {
  enum verdict verdict = judge("fsync", NULL, file);
  AROUND(NEXT(fsync)(file));
}

int close(int file) {
  enum verdict verdict = judge("close", NULL, file);
  if (verdict == FAIL) {
    int number = errno;
    NEXT(close)(file);
    errno = number;
  }
  AROUND(NEXT(close)(file));
}

int rename(const char *from, const char *to) {
  enum verdict verdict = judge("rename", to, -1);
  AROUND(NEXT(rename)(from, to));
}

int renameat2(int first, const char *from, int second, const char *to, unsigned flags) {
  enum verdict verdict = judge("rename", to, -1);
  AROUND(NEXT(renameat2)(first, from, second, to, flags));
}

int unlink(const char *path) {
  enum verdict verdict = judge("unlink", path, -1);
  AROUND(NEXT(unlink)(path));
}

int rmdir(const char *path) {
  enum verdict verdict = judge("unlink", path, -1);
  AROUND(NEXT(rmdir)(path));
}

int mkdir(const char *path, mode_t mode) {
  enum verdict verdict = judge("mkdir", path, -1);
  AROUND(NEXT(mkdir)(path, mode));
}
