// SPDX-License-Identifier: Apache-2.0
// `busbar knx monitor`: the stream and the keyboard, whichever has something.
#include "knx/tool/monitor_command.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <ostream>

#include "knx/tool/event_stream.hpp"
#include "knx/tool/monitor_view.hpp"

namespace knx {
namespace {

constexpr int kDone = 0;
constexpr int kRefused = 1;
constexpr int kNoRuntime = 3;

volatile std::sig_atomic_t interrupted = 0;

// Keys come one by one, unseen, while this is there. An interruption then ends the loop instead of
// the program, so that the terminal is left as it was.
class KeyMode {
 public:
    explicit KeyMode(int terminal) : terminal_(terminal) {
        if (terminal_ < 0 || ::tcgetattr(terminal_, &before_) != 0) return;
        struct sigaction action {};
        action.sa_handler = [](int) { interrupted = 1; };
        (void)::sigaction(SIGINT, &action, nullptr);
        (void)::sigaction(SIGTERM, &action, nullptr);
        auto changed = before_;
        changed.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        changed_ = ::tcsetattr(terminal_, TCSANOW, &changed) == 0;
    }
    KeyMode(const KeyMode&) = delete;
    KeyMode& operator=(const KeyMode&) = delete;
    ~KeyMode() {
        if (changed_) (void)::tcsetattr(terminal_, TCSANOW, &before_);
    }

 private:
    const int terminal_;
    termios before_{};
    bool changed_ = false;
};

// False when the terminal has gone.
bool read_key(int terminal, MonitorView& view, std::ostream& errors) {
    char key = 0;
    if (::read(terminal, &key, 1) != 1) return false;
    const bool was_paused = view.paused();
    view.key(key);
    if (view.paused() != was_paused) {
        errors << (view.paused() ? "-- paused; space goes on\n" : "-- goes on\n") << std::flush;
    }
    return true;
}

}  // namespace

int run_monitor_command(const MonitorOptions& options, std::ostream& output, std::ostream& errors) {
    const auto complain = [&](const busbar::Error& error, int code) {
        errors << "busbar: " << error.message << '\n';
        return code;
    };
    auto stream = EventStream::open(options.socket, "/api/v1/events?kinds=monitor&plugin=knx");
    if (!stream) return complain(stream.error(), kNoRuntime);

    auto keys = options.keys;
    const KeyMode mode(keys);
    MonitorView view(options.filter, options.format, options.telegrams_max);
    if (const auto head = view.head(); !head.empty()) output << head << '\n' << std::flush;
    std::vector<StreamEvent> events;
    while (!view.done() && output && interrupted == 0) {
        pollfd waits[] = {{(*stream)->fd(), POLLIN, 0}, {keys, POLLIN, 0}};
        if (::poll(waits, 2, -1) < 0) continue;  // one below 0 is not looked at
        if (waits[1].revents != 0 && !read_key(keys, view, errors)) keys = -1;
        if (waits[0].revents != 0) {
            events.clear();
            if (const auto status = (*stream)->read(events); !status) {
                return complain(status.error(), kRefused);
            }
        }
        for (const auto& event : events) view.take(event);
        events.clear();
        for (const auto& line : view.lines()) output << line << '\n';
        output << std::flush;
    }
    return kDone;
}

}  // namespace knx
