/** The schedules that end grants. */
import type { Cloud } from '../../ports.ts';
import type { Connection } from './connection.ts';
import { listing, pages } from './listing.ts';
import { once } from './once.ts';

const service = 'Scheduler';
const absent = ['ResourceNotFoundException'];

export function openSchedules(connection: Connection): Pick<Cloud, 'schedules' | 'schedule'> {
  const open = once(async () => {
    const sdk = await import('@aws-sdk/client-scheduler');
    return { ...sdk, client: new sdk.SchedulerClient(connection.settings) };
  });
  return {
    async schedules(group) {
      const scheduler = await open();
      const names = pages(async (NextToken) => {
        const answer = await connection.ask({ service, call: 'ListSchedules', absent }, (options) =>
          scheduler.client.send(new scheduler.ListSchedulesCommand({ GroupName: group, NextToken }), options),
        );
        if (answer === undefined) return { items: [], next: undefined };
        return { items: answer.Schedules?.map((schedule) => schedule.Name ?? ''), next: answer.NextToken };
      });
      return listing(names, async (name) => ({ name }));
    },
    async schedule(group, name) {
      const scheduler = await open();
      const found = await connection.ask({ service, call: 'GetSchedule', absent }, (options) =>
        scheduler.client.send(new scheduler.GetScheduleCommand({ GroupName: group, Name: name }), options),
      );
      return (
        found && {
          name,
          expression: found.ScheduleExpression ?? '',
          timeZone: found.ScheduleExpressionTimezone ?? 'UTC',
          targetArn: found.Target?.Arn ?? '',
          enabled: found.State === 'ENABLED',
        }
      );
    },
  };
}
