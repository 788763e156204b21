// SPDX-License-Identifier: Apache-2.0
// MonitorView: one event after the other.
#include "knx/tool/monitor_view.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace knx {

using nlohmann::json;

namespace {

std::uint64_t count_of(const json& data, const char* name) {
    const auto found = data.find(name);
    return found != data.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::string counted(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " telegram" : " telegrams");
}

}  // namespace

void MonitorView::take(const StreamEvent& event) {
    if (done_) return;
    const auto data = json::parse(event.data, nullptr, false);
    if (!data.is_object()) return;
    const auto missed = count_of(data, "missed");
    if (missed > 0) note(counted(missed) + " not shown: too many at once", missed);
    if (event.type != "monitor" || !data.contains("columns")) return;
    if (!filter_.lets_through(data["columns"])) return;
    show(lines_.line(data));
    ++telegrams_;
    done_ = telegrams_max_ > 0 && telegrams_ == telegrams_max_;
}

void MonitorView::key(char key) {
    if (key == 'q') done_ = true;
    if (key != ' ' && key != 'p') return;
    paused_ = !paused_;
    if (paused_) return;
    const auto missed = std::exchange(pushed_out_, 0);
    if (missed == 0) return;
    const auto sentence =
        lines_.note(counted(missed) + " not shown: the pause was too long", missed);
    if (!sentence.empty()) waiting_.push_front(sentence);
}

std::vector<std::string> MonitorView::lines() {
    if (paused_ && !done_) return {};
    std::vector<std::string> lines(std::make_move_iterator(waiting_.begin()),
                                   std::make_move_iterator(waiting_.end()));
    waiting_.clear();
    return lines;
}

void MonitorView::show(std::string line) {
    if (waiting_.size() == kHeldBackMax) {
        waiting_.pop_front();
        ++pushed_out_;
    }
    waiting_.push_back(std::move(line));
}

void MonitorView::note(const std::string& sentence, std::uint64_t missed) {
    auto line = lines_.note(sentence, missed);
    if (!line.empty()) show(std::move(line));
}

}  // namespace knx
