/* A disk that keeps a diary, and can be full: loaded before the C library into a program that writes a store.

   Everything that happens to files below VRP_DISK is written to the file VRP_DIARY, in the order in which it
   happened: power.py replays it up to any moment and forgets what had not reached the disk by then. A record
   is four native 64-bit integers (kind, offset, length of name, length of data), the name and the data.
   vrp_room(bytes) leaves so much room for files to grow; a negative number is room without end.

   Compiled when the trials run; needs gcc and Linux. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { CREATED = 1, WRITTEN, TRUNCATED, FLUSHED, RENAMED, REMOVED };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static FILE *diary;
static const char *watched;
static long long room = -1;

#define REAL(name, result, ...) \
    static result (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("VRP_DIARY");
    watched = getenv("VRP_DISK");
    unsetenv("LD_PRELOAD"); /* What this program starts is not of interest. */
    if (watched && path) diary = fopen(path, "wb");
}

__attribute__((visibility("default"))) void vrp_room(long long bytes) { room = bytes; }

/* Whether it is the watched folder or something in it. */
static int below(const char *path) {
    size_t length = watched ? strlen(watched) : 0;
    return length && !strncmp(path, watched, length) && (path[length] == '/' || !path[length]);
}

/* The name of an open file or folder, if it is watched. */
static int named(int file, char *name) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = watched ? readlink(link, name, PATH_MAX - 1) : -1;
    if (length < 0) return 0;
    name[length] = 0;
    return below(name) && !strstr(name, " (deleted)");
}

static void note(int32_t kind, const char *name, int64_t offset, const void *data, int64_t length) {
    if (!diary) return;
    struct { int64_t kind, offset, name, data; } head = {kind, offset, (int64_t)strlen(name), length};
    fwrite(&head, sizeof head, 1, diary);
    fwrite(name, 1, strlen(name), diary);
    if (length) fwrite(data, 1, length, diary);
    fflush(diary);
}

static long long size_of(int file) {
    struct stat about;
    return fstat(file, &about) ? 0 : about.st_size;
}

/* Takes what a file grows by from the room there is. Returns whether there was enough. */
static int grows(int file, long long end) {
    long long more = end - size_of(file);
    if (room < 0 || more <= 0) return 1;
    if (more > room) return 0;
    room -= more;
    return 1;
}

static int opened(int file, int flags, int was_there) {
    char name[PATH_MAX];
    if (file >= 0 && named(file, name)) {
        if ((flags & O_CREAT) && !was_there) note(CREATED, name, 0, NULL, 0);
        else if (flags & O_TRUNC) note(TRUNCATED, name, 0, NULL, 0);
    }
    return file;
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name, int, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        pthread_mutex_lock(&turn); \
        int was_there = !access(path, F_OK); \
        int file = opened(real_##name(path, flags, mode), flags, was_there); \
        pthread_mutex_unlock(&turn); \
        return file; \
    }
OPENS(open)
OPENS(open64)

static ssize_t writes(int file, const void *data, size_t length, off_t at,
                      ssize_t (*write_it)(int, const void *, size_t, off_t)) {
    char name[PATH_MAX];
    if (!named(file, name)) return write_it(file, data, length, at);
    pthread_mutex_lock(&turn);
    ssize_t done = -1;
    int64_t start = at < 0 ? lseek(file, 0, SEEK_CUR) : at;
    if (!grows(file, start + (long long)length)) errno = ENOSPC;
    else if ((done = write_it(file, data, length, at)) > 0) note(WRITTEN, name, start, data, done);
    pthread_mutex_unlock(&turn);
    return done;
}

static ssize_t plainly(int file, const void *data, size_t length, off_t at) {
    REAL(write, ssize_t, int, const void *, size_t);
    (void)at;
    return real_write(file, data, length);
}

static ssize_t in_place(int file, const void *data, size_t length, off_t at) {
    REAL(pwrite64, ssize_t, int, const void *, size_t, off_t);
    return real_pwrite64(file, data, length, at);
}

ssize_t write(int file, const void *data, size_t length) { return writes(file, data, length, -1, plainly); }
ssize_t pwrite(int file, const void *data, size_t length, off_t at) { return writes(file, data, length, at, in_place); }
ssize_t pwrite64(int file, const void *data, size_t length, off_t at) { return writes(file, data, length, at, in_place); }

/* Copying inside the kernel would not be seen: the caller copies by hand when told that it cannot be done. */
ssize_t sendfile(int to, int from, off_t *at, size_t length) {
    REAL(sendfile, ssize_t, int, int, off_t *, size_t);
    char name[PATH_MAX];
    if (!named(to, name)) return real_sendfile(to, from, at, length);
    errno = ENOTSOCK;
    return -1;
}

#define TRUNCATES(name) \
    int name(int file, off_t length) { \
        REAL(name, int, int, off_t); \
        char path[PATH_MAX]; \
        if (!named(file, path)) return real_##name(file, length); \
        pthread_mutex_lock(&turn); \
        int status = -1; \
        if (!grows(file, length)) errno = ENOSPC; \
        else if (!(status = real_##name(file, length))) note(TRUNCATED, path, length, NULL, 0); \
        pthread_mutex_unlock(&turn); \
        return status; \
    }
TRUNCATES(ftruncate)
TRUNCATES(ftruncate64)

#define FLUSHES(name) \
    int name(int file) { \
        REAL(name, int, int); \
        char path[PATH_MAX]; \
        pthread_mutex_lock(&turn); \
        int status = real_##name(file); \
        if (!status && named(file, path)) note(FLUSHED, path, 0, NULL, 0); \
        pthread_mutex_unlock(&turn); \
        return status; \
    }
FLUSHES(fsync)
FLUSHES(fdatasync)

int unlink(const char *path) {
    REAL(unlink, int, const char *);
    pthread_mutex_lock(&turn);
    int status = real_unlink(path);
    if (!status && below(path)) note(REMOVED, path, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return status;
}

int rename(const char *from, const char *to) {
    REAL(rename, int, const char *, const char *);
    pthread_mutex_lock(&turn);
    int status = real_rename(from, to);
    if (!status && below(from)) note(RENAMED, from, 0, to, (int64_t)strlen(to));
    pthread_mutex_unlock(&turn);
    return status;
}
