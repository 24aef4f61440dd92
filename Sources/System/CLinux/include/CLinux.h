// Linux calls that Swift's Glibc module does not show, or shows without their GNU names.
#pragma once
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/types.h>

/// Adds, changes or removes `descriptor` in an epoll set; `token` comes back with its events.
int linux_epoll_control(int epoll, int operation, int descriptor, unsigned events, unsigned long long token);
/// Accepts a connection that is non-blocking and closed on exec.
int linux_accept(int listener, struct sockaddr *address, socklen_t *length);
/// Exchanges two paths in one atomic step (`renameat2` with RENAME_EXCHANGE).
int linux_exchange(const char *one, const char *other);
/// Opens a path below `directory`, whose symbolic links may not lead out of it (`openat2` with RESOLVE_BENEATH).
int linux_open_beneath(int directory, const char *path, int flags);
