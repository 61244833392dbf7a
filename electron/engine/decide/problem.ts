/** Something of a step that cannot be carried out, in the words of a finding. */
export interface Problem {
  code:
    | 'attribute-missing'
    | 'attribute-not-mappable'
    | 'association-missing'
    | 'association-not-mappable'
    | 'duplicate-target'
    | 'value-invalid';
  step: number;
  subject: string;
  message: string;
  remedy: string;
}
