// SPDX-License-Identifier: Apache-2.0
// Queues reports, the newest value first of all.
#include "protocol/report_queue.hpp"

#include <utility>

namespace mqtt_client {

ReportQueue::Outcome ReportQueue::put(Report report, std::uint64_t& newest) {
    if (report.occurrence && reports_.size() >= kHardBound) return Outcome::Dropped;
    if (!report.occurrence && reports_.size() >= kHighWater && newest >= first_) {
        auto& waiting = reports_[newest - first_];
        if (waiting.assignment == report.assignment) {
            waiting = std::move(report);
            return Outcome::Replaced;
        }
    }
    newest = first_ + reports_.size();
    reports_.push_back(std::move(report));
    return Outcome::Queued;
}

Report ReportQueue::take() {
    auto report = std::move(reports_.front());
    pop();
    return report;
}

void ReportQueue::pop() {
    reports_.pop_front();
    ++first_;
}

void ReportQueue::clear() {
    first_ += reports_.size();
    reports_.clear();
}

}  // namespace mqtt_client
